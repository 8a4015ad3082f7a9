#pragma once
/// The products of adoption-1: what adoption_1.csv says.

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

struct Product {
  double quality[4], growth[4];  ///< by domain; added to the quality each month
  double price, open;
};

inline std::vector<Product> read_products(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);  // the names of the columns
  std::vector<Product> all;
  while (std::getline(file, line)) {
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream numbers(line);
    int k = 0;
    Product p{};
    numbers >> k;
    for (double& q : p.quality) numbers >> q;
    for (double& g : p.growth) numbers >> g;
    numbers >> p.price >> p.open;
    all.push_back(p);
  }
  return all;
}
