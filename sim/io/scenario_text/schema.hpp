#pragma once
/// The rows printed for others: a JSON schema for editors, Markdown tables for the documentation.
///
/// Both take an object with the defaults that nothing else uses: its lists get an entry during the walk, to show what
/// entries hold.

#include <string>
#include <string_view>

#include "base/describe.hpp"

namespace moat {

/// JSON Schema, draft 07 (what YAML language servers read). Only `schema_version` is required: a file may inherit the
/// rest from what it extends.
std::string json_schema(Item scratch, std::string_view title = "Moat scenario");

/// Markdown: members outside of any part first, then one table for each part or list at the top.
std::string parameter_table(Item scratch);

}  // namespace moat
