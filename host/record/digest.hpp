// The digest of a record's content.
#pragma once

#include <string>

#include "host/record/record.hpp"

namespace gainswarm::record {

/// SHA-256 over every name, number and text of the record, bit for bit. It is stored with the file and
/// compared on reading: Fletcher32 of nothing but zeros is zero, so a chunk that a broken disk lost entirely
/// would pass as zeros.
std::string digest(const Record& record);

}  // namespace gainswarm::record
