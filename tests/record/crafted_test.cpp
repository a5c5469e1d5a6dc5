#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "host/record/hdf5.hpp"
#include "tests/record/samples.hpp"

namespace gainswarm::record {
namespace {

using testing::HasSubstr;

constexpr auto victim = "/best/gains/value";  // three numbers

/// A result file in which somebody has put something else in the place of one dataset.
class CraftedRecord : public testing::Test {
 protected:
  CraftedRecord() {
    std::mt19937_64 random(fresh_seed());
    write(path(), random_record(random));
    put_bytes(secret(), "top secret: 0123456789 0123456789 0123456789");
  }
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "a.h5"; }
  [[nodiscard]] std::filesystem::path secret() const { return folder_.path() / "secret"; }

  template <class Put>
  void replace(Put put) {
    const Handle access = file_access();
    Handle file(H5Fopen(path().c_str(), H5F_ACC_RDWR, access.id()), H5Fclose, "opening");
    checked(H5Ldelete(file.id(), victim, H5P_DEFAULT), "deleting");
    put(file.id());
    file.close("closing");
  }
  /// A dataset of the given size with the properties that `set` sets.
  template <class Set>
  void replace_by_dataset(hsize_t size, hid_t type, Set set) {
    replace([&](hid_t file) {
      const Handle properties = new_property_list(H5P_DATASET_CREATE);
      set(properties.id());
      const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "space");
      Handle dataset(H5Dcreate2(file, victim, type, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
                     H5Dclose, "creating");
      dataset.close("closing");
    });
  }
  [[nodiscard]] std::string refusal() const {
    try {
      read(path());
    } catch (const ReadError& error) {
      return error.what();
    }
    return "";
  }

  Folder folder_;
};

void checksummed_chunks(hid_t properties, hsize_t chunk) {
  checked(H5Pset_chunk(properties, 1, &chunk), "chunk");
  checked(H5Pset_fletcher32(properties), "checksum");
}

TEST_F(CraftedRecord, WithExternalLinkIsRefused) {
  replace([&](hid_t file) {
    checked(H5Lcreate_external("other.h5", "/x", file, victim, H5P_DEFAULT, H5P_DEFAULT), "linking");
  });
  EXPECT_THAT(refusal(), HasSubstr("links to other places"));
}

TEST_F(CraftedRecord, WithSoftLinkIsRefused) {
  replace([&](hid_t file) {
    checked(H5Lcreate_soft("/best/gains/lower", file, victim, H5P_DEFAULT, H5P_DEFAULT), "linking");
  });
  EXPECT_THAT(refusal(), HasSubstr("links to other places"));
}

TEST_F(CraftedRecord, WithExternalStorageIsRefused) {
  replace_by_dataset(3, H5T_NATIVE_DOUBLE, [&](hid_t properties) {
    checked(H5Pset_external(properties, secret().c_str(), 0, 24), "external");
  });
  EXPECT_THAT(refusal(), HasSubstr("not in checksummed chunks"));
}

TEST_F(CraftedRecord, WithVirtualDatasetIsRefused) {
  const hsize_t size = 3;
  const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "space");
  replace_by_dataset(3, H5T_NATIVE_DOUBLE, [&](hid_t properties) {
    checked(H5Pset_virtual(properties, space.id(), "other.h5", "/x", space.id()), "virtual");
  });
  EXPECT_THAT(refusal(), HasSubstr("not in checksummed chunks"));
}

TEST_F(CraftedRecord, WithOtherFiltersIsRefused) {
  replace_by_dataset(3, H5T_NATIVE_DOUBLE, [&](hid_t properties) {
    const hsize_t chunk = 3;
    checked(H5Pset_chunk(properties, 1, &chunk), "chunk");
    checked(H5Pset_deflate(properties, 1), "compressing");
  });
  EXPECT_THAT(refusal(), HasSubstr("filters other than the checksum"));
}

TEST_F(CraftedRecord, WithChunksNeverWrittenIsRefused) {
  replace_by_dataset(3, H5T_NATIVE_DOUBLE, [](hid_t properties) { checksummed_chunks(properties, 3); });
  EXPECT_THAT(refusal(), HasSubstr("data are missing"));
}

TEST_F(CraftedRecord, WithHugeDatasetIsRefusedWithoutReadingIt) {
  replace_by_dataset(hsize_t{1} << 40U, H5T_NATIVE_DOUBLE,
                     [](hid_t properties) { checksummed_chunks(properties, 1024); });
  EXPECT_THAT(refusal(), testing::AnyOf(HasSubstr("larger than any result"), HasSubstr("unexpected shape")));
}

TEST_F(CraftedRecord, WithOtherShapeIsRefused) {
  replace_by_dataset(4, H5T_NATIVE_DOUBLE, [](hid_t properties) { checksummed_chunks(properties, 4); });
  EXPECT_NE(refusal(), "");
}

TEST_F(CraftedRecord, WithOtherNumbersIsRefused) {
  replace([&](hid_t file) {
    const Handle properties = new_property_list(H5P_DATASET_CREATE);
    checksummed_chunks(properties.id(), 3);
    const hsize_t size = 3;
    const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "space");
    const Handle dataset(
        H5Dcreate2(file, victim, H5T_NATIVE_INT64, space.id(), H5P_DEFAULT, properties.id(), H5P_DEFAULT),
        H5Dclose, "creating");
    const std::int64_t values[] = {1, 2, 3};
    checked(H5Dwrite(dataset.id(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "writing");
  });
  EXPECT_THAT(refusal(), HasSubstr("unexpected type"));
}

TEST_F(CraftedRecord, WithAChangedNumberIsRefused) {
  {
    const Handle access = file_access();
    const Handle file(H5Fopen(path().c_str(), H5F_ACC_RDWR, access.id()), H5Fclose, "opening");
    const Handle dataset(H5Dopen2(file.id(), victim, H5P_DEFAULT), H5Dclose, "opening");
    const double values[] = {1, 2, 3};
    checked(H5Dwrite(dataset.id(), H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "writing");
  }
  EXPECT_THAT(refusal(), HasSubstr("damaged or changed"));
}

TEST_F(CraftedRecord, WithAGroupForADatasetIsRefused) {
  replace([&](hid_t file) {
    const Handle group(H5Gcreate2(file, victim, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, "creating");
  });
  EXPECT_THAT(refusal(), HasSubstr("opening /best/gains/value"));
}

TEST_F(CraftedRecord, WithADatasetLeftOutIsRefusedByName) {
  replace([](hid_t) {});
  EXPECT_THAT(refusal(), HasSubstr("finding /best/gains/value"));
}

TEST_F(CraftedRecord, OfALaterLayoutIsRefused) {
  {
    const Handle access = file_access();
    const Handle file(H5Fopen(path().c_str(), H5F_ACC_RDWR, access.id()), H5Fclose, "opening");
    const Handle version(H5Aopen(file.id(), "layout_version", H5P_DEFAULT), H5Aclose, "opening");
    const std::int64_t later = layout_version + 1;
    checked(H5Awrite(version.id(), H5T_NATIVE_INT64, &later), "writing");
  }
  EXPECT_THAT(refusal(), HasSubstr("this program reads version " + std::to_string(layout_version)));
}

TEST_F(CraftedRecord, ThatIsNoFileIsRefused) {
  std::filesystem::remove(path());
  EXPECT_THAT(refusal(), HasSubstr("no such file"));
  ASSERT_EQ(::mkfifo(path().c_str(), 0600), 0);
  EXPECT_THAT(refusal(), HasSubstr("not a regular file"));
  std::filesystem::remove(path());
  std::filesystem::create_directory(path());
  EXPECT_THAT(refusal(), HasSubstr("not a regular file"));
}

}  // namespace
}  // namespace gainswarm::record
