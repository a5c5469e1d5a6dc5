#include <gtest/gtest.h>

#include <cstdlib>

#include "tests/record/samples.hpp"

namespace gainswarm::record {
namespace {

/// Runs Python on a text; the exit status.
int python(const std::filesystem::path& folder, const std::string& program) {
  put_bytes(folder / "program.py", program);
  return std::system(("/usr/bin/python3 " + (folder / "program.py").string()).c_str());
}

bool python_has_h5py() {
  return std::system("/usr/bin/python3 -c 'import h5py' 2>/dev/null") == 0;
}

TEST(RecordInPython, EveryDatasetIsReadableChecksummedAndNamed) {
  if (!python_has_h5py()) GTEST_SKIP() << "h5py is not installed (apt-get install python3-h5py)";
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  write(folder.path() / "a.h5", random_record(random));
  EXPECT_EQ(
      python(folder.path(), "import h5py\nfile = h5py.File('" + (folder.path() / "a.h5").string() + R"(')
seen = []
def visit(name, item):
    if isinstance(item, h5py.Dataset):
        item[()]
        assert item.fletcher32 and item.chunks, name
        assert isinstance(item.attrs['long_name'], str) and item.attrs['long_name'], name
        text = h5py.check_string_dtype(item.dtype)
        assert text is None or text.encoding == 'utf-8' and item.asstr()[()] is not None, name
        seen.append(name)
file.visititems(visit)
assert len(seen) > 60, seen
assert file.attrs['layout_version'] == 8
assert list(file['validation']) == ['wide', 'narrow'], 'creation order'
)"),
      0);
}

TEST(RecordInPython, ValuesTextsUnitsAndAxesAreAsWritten) {
  if (!python_has_h5py()) GTEST_SKIP() << "h5py is not installed (apt-get install python3-h5py)";
  std::mt19937_64 random(fresh_seed());
  const Folder folder;
  Record record = random_record(random);
  record.tuning.cost = 0.1;
  record.tuning.history[6].best_cost = -1.0 / 3.0;
  record.tuning.gains[1].value = 1e-300;
  write(folder.path() / "a.h5", record);
  EXPECT_EQ(
      python(folder.path(), "import h5py\nfile = h5py.File('" + (folder.path() / "a.h5").string() + R"(')
assert file['best/cost'][0] == 0.1
assert file['history/best_cost'][6] == -1 / 3
assert file['history/best_cost'].maxshape == (None,)
assert file['history/best_gains'].shape == (7, 3)
assert file['best/gains/gain'].asstr()[1] == 'Dämpfung'
assert file['best/gains/value'][1] == 1e-300
assert 'größer' in file['config/text'].asstr()[0]
assert file['response/signals/force'].attrs['units'] == 'm'
for path, axes in {'history/best_gains': ['iteration', 'gain'], 'history/swarm_best_cost': ['iteration', 'swarm'],
                   'response/signals/force': ['time'], 'validation/wide/costs': ['scenario'],
                   'swarm/positions': ['swarm', 'particle', 'dimension']}.items():
    for dimension, axis in zip(file[path].dims, axes):
        assert dimension[0].name.endswith('/' + axis), path
assert file['history/seconds'].attrs['units'] == 's'
)"),
      0);
}

}  // namespace
}  // namespace gainswarm::record
