#ifndef DATASETS_TABULAR_H_
#define DATASETS_TABULAR_H_

/// Tables that density estimators are compared on, prepared in the very steps
/// of [Papamakarios17], so that likelihoods compare with published ones. The
/// folder holds the set's own file. Rows and columns count from 0;
/// tabular_split.h cuts what is not cut into files.
///
/// POWER, 6 columns: data.npy [N, 8].
///   1. RandomState(42) (legacy_random.h) shuffles the rows.
///   2. Columns 1 and 3, reactive power and intensity, go: left are active
///      power, voltage, three sub-meters and the time.
///   3. Noise, from the same generator and in this order: 0.01 u to voltage,
///      for all rows; 0.001 u to active power; then row by row u to each
///      sub-meter, u uniform on [0, 1). None to the time.
///   4. Standardised by the mean and the deviation, with 1/n, of all rows but
///      those for the test.
///
/// GAS, 8 columns: ethylene_CO.npy [N, 3 + sensors], the columns Time, Meth,
/// Eth and then the sensors in their order. The published file is a pickled
/// frame that pandas before 2 reads; in Python,
///
///     f = pandas.read_pickle('ethylene_CO.pickle')
///     t = ['Time', 'Meth', 'Eth']
///     f = f[t + [c for c in f if c not in t]]
///     numpy.save('ethylene_CO.npy', numpy.ascontiguousarray(f, 'f8'))
///
///   1. Time, Meth and Eth go. As long as two columns have a correlation above
///      0.98, the first one that has goes; 8 must be left.
///   2. Standardised by the mean and the deviation, with 1/(n - 1), of all
///      rows, those for the test too.
///
/// HEPMASS, 21 columns: 1000_train.csv [N, 1 + features], the class first, and
/// 1000_test.csv, with one column more at its end.
///   1. Rows of class 1 stay; the class goes, and the test file's last column.
///   2. Standardised by the mean and the deviation, with 1/(n - 1), of these
///      rows of the first file.
///   3. Features whose smallest value comes more than 5 times in them go; 21
///      must be left.
///   4. The last tenth of them is for validation.
///
/// MINIBOONE, 43 columns: data.npy [N, 43], from which outliers and features
/// that repeat are gone already.
///   1. Standardised as POWER.
///
/// BSDS300, 63 columns: BSDS300.npz, the arrays train, validation and test
/// [N, 63], as they are. From the published file, in Python,
///
///     f = h5py.File('BSDS300.hdf5')
///     keys = ['train', 'validation', 'test']
///     numpy.savez('BSDS300.npz', **{k: numpy.array(f[k], 'f4') for k in keys})

#include "absl/status/statusor.h"
#include "datasets/distribution_options.h"
#include "datasets/point_table.h"

namespace flow::datasets {

/// The points of one split, computed in double and rounded to float32; no
/// labels. Needs a folder: tabular_stand_in.h is for those without.
///
/// Reads whole files: POWER takes a second and 400 MB of memory, HEPMASS some
/// seconds, BSDS300 1 GB. Errors name the file: those of tabular_file.h;
/// InvalidArgument also for a column that is constant where its deviation is
/// taken, and a value that float32 cannot hold. Thread-safe.
absl::StatusOr<PointTable> LoadTabular(const TabularOptions& options);

}  // namespace flow::datasets

#endif  // DATASETS_TABULAR_H_
