// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/Job.h"
#include "network/model/Model.h"
#include "survey/dataset/Dataset.h"
#include "survey/dataset/Split.h"

namespace maury::training {

/// Loss to minimise, averaged over labels and stars; missing labels are left out.
enum class Loss {
  /// Squared difference in 0…1 label units (Guiglion+2020, Nepal+2023). One extreme outlier, such as an O star among G
  /// and K stars, squeezes all others into a corner of 0…1, where their differences no longer count.
  MeanSquare,
  /// Huber's loss (1964, Ann. Math. Stat. 35, 73) of the difference divided by the label's robust scatter in the
  /// training part (1.4826 MAD). Every label counts equally, and beyond 1.345 scatters (95 % efficiency) the loss grows
  /// only linearly.
  Robust,
  /// −ln of a Gaussian whose variance is the predicted one plus that of the label's own error (Kendall & Gal 2017, eq.
  /// 5; Leung & Bovy 2019). Needs a network that predicts its variance. Labels are in the units of Robust.
  Gaussian
};

enum class Optimiser {
  Adam,  ///< Kingma & Ba 2015
  AdamW  ///< Adam with decoupled weight decay (Loshchilov & Hutter 2019)
};

/// Decay of the learning rate.
enum class Schedule {
  Plateau,  ///< multiply by plateauFactor after plateauPatience epochs without improvement
  Cosine    ///< half a cosine from the initial rate to 1/1000 of it over maxEpochs (Loshchilov & Hutter 2017, eq. 5)
};

struct TrainingOptions {
  std::vector<std::string> labels;  ///< labels to learn; empty: every label of the survey
  network::NetworkDescription network;
  std::vector<spectra::WavelengthRange> masks;
  survey::SplitRule split;
  /// True merges the test part into the validation part, as in the papers (Guiglion+2020, Nepal+2023), which stop on
  /// the test part.
  bool validateOnTestSet = false;
  Loss loss = Loss::Robust;
  /// True weights a squared difference by r²/(r² + σ²), where σ is the label's 1σ error and r its robust scatter in the
  /// training part. Gaussian adds σ² to the variance in either case.
  bool weighByErrors = false;
  int members = 4;
  /// Share of members, those with the largest validation loss, to leave out of the ensemble (0.2 in Guiglion+2020 and
  /// Nepal+2023); at least one member is kept.
  double dropWorstShare = 0.0;
  int maxEpochs = 60;
  int batch = 64;
  Optimiser optimiser = Optimiser::Adam;
  double learningRate = 1e-3;  ///< initial rate; β = 0.9 and 0.999, ε = 1e-7 as in Keras
  double weightDecay = 1e-2;   ///< for AdamW only, per step and unit of learning rate
  Schedule schedule = Schedule::Plateau;
  int patience = 12;  ///< epochs without a better validation loss before a member stops
  /// Factor on the learning rate after `plateauPatience` epochs without improvement; 1 = constant.
  double plateauFactor = 0.5;
  int plateauPatience = 5;
  /// S/N range (0 and 0: none). Gaussian noise is added to each training spectrum to bring its S/N to a value drawn
  /// from this range; a spectrum that is already noisier is left unchanged.
  double noiseSnrLow = 0.0, noiseSnrHigh = 0.0;
  /// 1σ (km/s) of the Gaussian from which each training spectrum's random velocity shift is drawn; 0: none.
  double velocityScatterKmS = 0.0;
  /// Upper limit of the share of pixels to hide in each training spectrum: one run at a random position, of random
  /// length.
  double maskedShare = 0.0;
  /// Label by which to balance the stars; empty: none. A star's weight is the inverse of the number of stars in its bin
  /// (tenths of the label's range), limited to 10 times the mean weight.
  std::string balanceLabel;
  double gradientClip = 5.0;    ///< limit of the gradient's total norm; 0 = none
  double wallClockSeconds = 0;  ///< time budget of the whole ensemble; 0 = none
  std::uint64_t seed = 1;
  unsigned threads = 0;          ///< for all members together; 0: one per core
  bool keepAttribution = false;  ///< true to compute EpochReport::attribution
  /// Existing folder for history.csv and each member's state (Checkpoint.h), from which a killed training resumes to
  /// the same weights; empty: none. States are written at the end of an epoch, but at most once a second, every
  /// `checkpointSeconds` within an epoch, and when a member ends.
  std::filesystem::path checkpointFolder;
  double checkpointSeconds = 60.0;
  bool resume = false;  ///< true to resume from the states in checkpointFolder; if false, it must not hold any
  std::string command;  ///< command line that repeats this training, for ModelInfo::command
};

/// Returns the options of a preset, its network included: those of the papers for guiglion2020 (batch 16, mean square,
/// constant rate of 1e-3, at most 1000 epochs, patience 40) and nepal2023 (64, mean square, constant 1e-4, 500, 25),
/// both validated on the test part and without the worst fifth of the members; starnet (32, mean square, 7e-4, 30, 4);
/// astronn (64, Gaussian, 5e-4, 100); and small batches and more epochs for spectrum-small, whose epochs are short.
/// Throws Error(Usage) for an unknown preset.
TrainingOptions presetOptions(const std::string& preset);

/// One completed epoch of one member.
struct EpochReport {
  int member = 0;
  int epoch = 0;                ///< counted from 1
  double trainingLoss = 0.0;    ///< mean loss in training (with dropout and noise, without the L2 penalty)
  double validationLoss = 0.0;  ///< mean loss on the validation part, without dropout and noise
  double learningRate = 0.0;
  double spectraPerSecond = 0.0;  ///< training speed of this member, validation excluded
  bool best = false;
  std::vector<double> scatter;  ///< rms of prediction − reference on the validation part, for each label in its unit
  /// Mean d(label)/d(flux) over some validation stars, labels × pixels of the survey's grid, NaN in masked pixels; only
  /// for member 0 and if requested.
  std::vector<float> attribution;
  /// Predictions for the first stars of the validation part, row-major stars × labels, in label units; only for member
  /// 0.
  std::vector<float> validationPrediction;
};

/// Reason why a member ended.
enum class EndReason {
  NoImprovement,  ///< no better validation loss for `patience` epochs
  EpochLimit,     ///< `maxEpochs` epochs
  TimeBudget,     ///< its share of `wallClockSeconds` was used up
  Request         ///< TrainingEvents::finishNow returned true
};

/// Result of a member that has ended.
struct MemberEnd {
  int member = 0;
  int bestEpoch = 0;
  double bestValidationLoss = 0.0;
  std::optional<EndReason> reason;  ///< nullopt while the member is in training, as in a checkpoint
  bool dropped = false;             ///< true if left out of the ensemble (dropWorstShare)
};

/// Called from worker threads, one call at a time.
struct TrainingEvents {
  /// Called before the first epoch with sentences about data that look wrong (DoubtfulData.h), and after the last with
  /// one about labels that were not learned; not called if there is nothing to say.
  std::function<void(const std::string& sentences)> warned;
  /// Called after each epoch, and for each epoch restored from a checkpoint, then without attribution and predictions.
  std::function<void(const EpochReport&)> epochDone;
  std::function<void(const MemberEnd&)> memberDone;
  /// Called after every batch. Once it returns true, each member ends and keeps its best weights; a member in its first
  /// epoch completes it. Must be thread-safe. Unlike after Job::requestStop, the training returns a result.
  std::function<bool()> finishNow;
};

struct TrainingResult {
  network::Model model;
  std::vector<EpochReport> history;  ///< without attribution maps and predictions
  std::vector<MemberEnd> members;
};

/// Throws Error(Usage) if an option is out of its range, if a real number is too large for a float, or if options
/// exclude each other. train() checks this too.
void checkTrainingOptions(const TrainingOptions& options);

/// Trains an ensemble on the training part of `dataset`. The scaling comes from the training part only, missing labels
/// are left out of the loss (TrainingOptions::loss), and each member keeps the weights with the best validation loss.
/// Members train in parallel; if there are more threads than members, several threads work on each batch. The same seed
/// on the same machine yields the same weights for any number of threads. Blocks; progress unit "epochs".
/// Job::requestStop throws Error(Cancelled) within one batch. Throws Error(Mismatch) for unsuitable data, or if the
/// folder's checkpoints belong to other data or options; Error(Numerical), naming member and epoch, if the loss is not
/// finite; and Error(File) if a checkpoint cannot be written.
TrainingResult train(const survey::Dataset& dataset, const TrainingOptions& options, const TrainingEvents& events,
                     Job& job);

/// Returns the rows of each part as training uses them: the split's stars with at least one of the labels and some
/// flux, with the test part merged into the validation part if requested. Order: training, validation, test. A split by
/// id may put spectra of one star (survey::starNames()) into several parts; those are left out of the training part if
/// the star is in another part, and out of the validation part if it is in the test part.
std::array<std::vector<std::size_t>, 3> trainingRows(const survey::Dataset& dataset, const TrainingOptions& options);

/// Returns a sentence with the number of spectra that trainingRows() leaves out because their stars are in another
/// part; empty if there are none.
std::string separatedRepeats(const survey::Dataset& dataset, const TrainingOptions& options);

/// Maximum number of stars whose predictions an EpochReport holds.
inline constexpr std::size_t kWatchedStars = 2000;

/// Returns the validation rows whose predictions an EpochReport holds: the first kWatchedStars in row order.
std::vector<std::size_t> watchedStars(const survey::Dataset& dataset, const TrainingOptions& options);

}  // namespace maury::training
