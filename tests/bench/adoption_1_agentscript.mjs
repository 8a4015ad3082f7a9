// adoption-1 (adoption_1.yaml) in AgentScript 0.10 (agentscript.org): developers are turtles. Prints one JSON object.
//
//   node adoption_1_agentscript.mjs adoption_1.csv DEVELOPERS SEED
//
// Exit code 3: there is no AgentScript.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const products = 32
const regions = 4
const months = 120
const review = 0.25
const peerWeight = 2
const habit = 0.5

// By its name; else where NODE_PATH or npm's global folder has it, which only `require` looks at.
async function importAgentScript() {
  // As it is loaded, the package asks for a canvas, which browsers have; a model draws nothing on it.
  globalThis.OffscreenCanvas ??= class {
    getContext() {
      return {}
    }
  }
  try {
    return await import('agentscript')
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    return import(pathToFileURL(createRequire(import.meta.url).resolve('agentscript')))
  }
}

const { Model, util } = await importAgentScript().catch(error => {
  console.error(`no AgentScript (${String(error.message).split('\n')[0]}); npm install agentscript@0.10`)
  console.error('in this folder or one above, or elsewhere with NODE_PATH naming its node_modules; node 20.19 or later')
  process.exit(3)
})

function readProducts(path) {
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  return lines.map(line => {
    const x = line.split(',').map(Number)
    return { quality: x.slice(1, 5), growth: x.slice(5, 9), price: x[9], open: x[10] }
  })
}

class Adoption extends Model {
  constructor(offered) {
    // Nobody stands anywhere: one patch will do.
    super({ minX: 0, maxX: 0, minY: 0, maxY: 0, minZ: 0, maxZ: 0 })
    this.offered = offered
    this.evaluations = 0
  }

  setup(developers) {
    this.turtles.create(developers, turtle => {
      // Exponentials over their sum are Dirichlet(1, 1, 1, 1).
      const weight = [0, 0, 0, 0].map(() => -Math.log(1 - Math.random()))
      const sum = weight[0] + weight[1] + weight[2] + weight[3]
      turtle.weight = weight.map(w => w / sum)
      turtle.priceWeight = Math.exp(util.randomNormal(0, 0.5))
      turtle.opennessWeight = util.randomNormal(0.5, 0.5)
      turtle.region = util.randomInt(regions)
      turtle.product = util.randomInt(products)
    })
    this.size = new Array(regions).fill(0)
    this.turtles.ask(turtle => this.size[turtle.region]++)
    this.utility = new Array(products).fill(0)
    this.countUsers()
  }

  step() {
    for (const p of this.offered) p.growth.forEach((g, d) => (p.quality[d] += g))
    this.turtles.ask(turtle => {
      if (Math.random() < review) this.choose(turtle)
    })
    this.countUsers()
  }

  choose(turtle) {
    const { weight, priceWeight, opennessWeight } = turtle
    const share = this.share[turtle.region]
    const u = this.utility
    for (let k = 0; k < products; k++) {
      const p = this.offered[k]
      const q = p.quality
      u[k] = weight[0] * q[0] + weight[1] * q[1] + weight[2] * q[2] + weight[3] * q[3] -
        priceWeight * p.price + opennessWeight * p.open + peerWeight * share[k]
    }
    u[turtle.product] += habit
    // The best under Gumbel noise is a draw with probabilities proportional to exp(u).
    let sum = 0
    for (let k = 0; k < products; k++) sum += u[k] = Math.exp(u[k])
    let left = Math.random() * sum
    let k = 0
    while (k < products - 1 && (left -= u[k]) >= 0) k++
    turtle.product = k
    this.evaluations++
  }

  // Of each region's developers, the share that uses each product.
  countUsers() {
    this.share = this.size.map(() => new Array(products).fill(0))
    this.turtles.ask(turtle => this.share[turtle.region][turtle.product]++)
    this.share.forEach((share, r) => share.forEach((users, k) => (share[k] = users / this.size[r])))
  }
}

if (process.argv.length !== 5) {
  console.error('usage: node adoption_1_agentscript.mjs <adoption_1.csv> <developers> <seed>')
  process.exit(2)
}
const developers = Number(process.argv[3])
// AgentScript's generator goes on from its seed as it is: mixed, so that seeds next to each other start far apart.
util.randomSeed(1 + ((Number(process.argv[4]) + 1) * 1103515245) % 2147483646)
const model = new Adoption(readProducts(process.argv[2]))
model.setup(developers)
const began = process.hrtime.bigint()
for (let month = 0; month < months; month++) model.step()
const nanoseconds = Number(process.hrtime.bigint() - began)

let openShare = 0
let hhi = 0
model.offered.forEach((p, k) => {
  const share = model.share.reduce((users, share, r) => users + share[k] * model.size[r], 0) / developers
  openShare += p.open * share
  hhi += share * share
})
const rounded = (x, digits) => Number(x.toFixed(digits))
console.log(JSON.stringify({
  name: 'AgentScript',
  instructions: '-',
  developers,
  threads: 1,
  ns_per_evaluation: rounded(nanoseconds / model.evaluations, 3),
  ns_per_developer_step: rounded(nanoseconds / (developers * months), 4),
  open_share: rounded(openShare, 5),
  hhi: rounded(hhi, 6),
}))
