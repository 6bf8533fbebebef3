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

/// What training minimises, averaged over labels and stars (missing labels left out).
enum class Loss {
  /// The square of the difference in 0…1 label units (Guiglion+2020, Nepal+2023). One star far outside, as an O star
  /// among
  /// G and K stars, squeezes the others into a corner of 0…1 where their differences no longer count.
  MeanSquare,
  /// Huber's loss (1964, Ann. Math. Stat. 35, 73) of the difference over the label's robust scatter in the training set
  /// (1.4826 MAD): every label counts alike, and beyond 1.345 scatters, Huber's 95 % efficiency, a star only pulls
  /// linearly.
  Robust,
  /// − ln of a Gaussian whose variance is what the network predicts plus that of the label's own error (Kendall & Gal
  /// 2017, eq. 5; Leung & Bovy 2019): needs a network that predicts it. Labels in the units of Robust.
  Gaussian
};

enum class Optimiser {
  Adam,  ///< Kingma & Ba 2015
  AdamW  ///< with decoupled weight decay (Loshchilov & Hutter 2019)
};

/// How the learning rate falls.
enum class Schedule {
  Plateau,  ///< by plateauFactor after plateauPatience epochs without improvement
  Cosine    ///< half a cosine from the first rate to 1/1000 of it over maxEpochs (Loshchilov & Hutter 2017, eq. 5)
};

struct TrainingOptions {
  std::vector<std::string> labels;  ///< to learn; empty: every label of the survey
  network::NetworkDescription network;
  std::vector<spectra::WavelengthRange> masks;
  survey::SplitRule split;
  /// The papers stop on the test set (Guiglion+2020, Nepal+2023); true merges it into the validation set.
  bool validateOnTestSet = false;
  Loss loss = Loss::Robust;
  /// The label's 1σ counts in the loss: a square is weighted by r²/(r² + σ²), r the label's robust scatter in training.
  /// Gaussian adds σ² to the variance whether this is set or not.
  bool weighByErrors = false;
  int members = 4;
  /// The share of members, those of the largest validation loss, that are left out of the ensemble (Guiglion+2020 and
  /// Nepal+2023 leave out 0.2); at least one stays.
  double dropWorstShare = 0.0;
  int maxEpochs = 60;
  int batch = 64;
  Optimiser optimiser = Optimiser::Adam;
  double learningRate = 1e-3;  ///< of the optimiser; β 0.9/0.999, ε 1e-7 as Keras
  double weightDecay = 1e-2;   ///< of AdamW alone, a step and unit of learning rate
  Schedule schedule = Schedule::Plateau;
  int patience = 12;  ///< epochs without a better validation loss before a member stops
  /// The learning rate is multiplied by this after `plateauPatience` epochs without improvement; 1 = constant.
  double plateauFactor = 0.5;
  int plateauPatience = 5;
  /// Gaussian noise added to each flux in training so that the S/N is drawn from this range (0, 0: none); a spectrum is
  /// never given less noise than it has.
  double noiseSnrLow = 0.0, noiseSnrHigh = 0.0;
  /// Each spectrum is shifted in training by a velocity drawn from a Gaussian of this 1σ (km/s; 0: none).
  double velocityScatterKmS = 0.0;
  /// Of each spectrum a run of pixels of random place and length, up to this share of all, is taken as without data.
  double maskedShare = 0.0;
  /// Stars count in the loss by the inverse of how many others have such a value of this label (tenth quantiles of its
  /// range; at most 10 times the mean weight); empty: all alike.
  std::string balanceLabel;
  double gradientClip = 5.0;    ///< of the total norm; 0 = none
  double wallClockSeconds = 0;  ///< budget for the whole ensemble; 0 = none
  std::uint64_t seed = 1;
  unsigned threads = 0;          ///< for all members together; 0: one a core
  bool keepAttribution = false;  ///< compute EpochReport::attribution
  /// An existing folder that keeps every member's state (Checkpoint.h) and history.csv, so that a killed training goes
  /// on to the same weights; empty: none. States are written at the end of an epoch, but at most one a second, every
  /// `checkpointSeconds` within an epoch, and when a member ends.
  std::filesystem::path checkpointFolder;
  double checkpointSeconds = 60.0;
  bool resume = false;  ///< go on from what checkpointFolder holds; else it must not hold any
  std::string command;  ///< the command line that repeats this training, for ModelInfo::command
};

/// The options that go with a preset network, network included: those of the papers for guiglion2020 (batch 16, mean
/// square, constant 1e-3, at most 1000 epochs, patience 40) and nepal2023 (64, mean square, constant 1e-4, 500, 25),
/// both validated on the test set as there and without the worst fifth of the members; starnet (32, mean square, 7e-4,
/// 30, 4); astronn (64, Gaussian, 5e-4, 100); small batches and more epochs for spectrum-small, whose epochs are short.
/// Throws Error(Usage) for an unknown preset.
TrainingOptions presetOptions(const std::string& preset);

/// One finished epoch of one member.
struct EpochReport {
  int member = 0;
  int epoch = 0;                ///< from 1
  double trainingLoss = 0.0;    ///< mean loss while training (dropout and noise on, L2 not counted)
  double validationLoss = 0.0;  ///< the same on the validation set, without dropout and noise
  double learningRate = 0.0;
  double spectraPerSecond = 0.0;  ///< of this member, training only
  bool best = false;
  std::vector<double> scatter;  ///< per label: rms of prediction − reference on the validation set, label units
  /// Of member 0, if asked for: mean d(label)/d(flux) over some validation stars, labels × pixels of the survey's grid;
  /// NaN in masked pixels.
  std::vector<float> attribution;
  /// Of member 0: predictions for the first stars of the validation set, row-major stars × labels, label units.
  std::vector<float> validationPrediction;
};

/// Why a member ended.
enum class EndReason {
  NoImprovement,  ///< no better validation loss for `patience` epochs
  EpochLimit,     ///< `maxEpochs` epochs
  TimeBudget,     ///< its share of `wallClockSeconds`
  Request         ///< TrainingEvents::finishNow
};

/// A member that ended.
struct MemberEnd {
  int member = 0;
  int bestEpoch = 0;
  double bestValidationLoss = 0.0;
  std::optional<EndReason> reason;  ///< nullopt while the member is in training, as in a checkpoint
  bool dropped = false;             ///< left out of the ensemble (dropWorstShare)
};

/// Called from worker threads, one call at a time.
struct TrainingEvents {
  /// Also for the epochs that a checkpoint brings, which come without map and predictions.
  std::function<void(const EpochReport&)> epochDone;
  std::function<void(const MemberEnd&)> memberDone;
  /// Asked after every batch; once true, each member ends and keeps its best weights (one that has not finished an
  /// epoch finishes it first). Thread-safe. Unlike Job::requestStop, the training then has a result.
  std::function<bool()> finishNow;
};

struct TrainingResult {
  network::Model model;
  std::vector<EpochReport> history;  ///< without maps and predictions
  std::vector<MemberEnd> members;
};

/// Trains an ensemble on the training part of `dataset`: scaling from the training part only, missing labels left out
/// of the loss (TrainingOptions::loss), best weights by validation loss. Members run side by side; where there are
/// fewer than threads, several work on each batch. The same seed on the same machine gives the same weights whatever
/// the number of threads. Blocks; progress unit "epochs". Job::requestStop throws Error(Cancelled) within one batch.
/// Throws Error(Mismatch) for unfit data and Error(Numerical) naming member and epoch when the loss is not finite.
/// Throws Error(File) when a checkpoint cannot be written, and Error(Mismatch) when those of the folder are of other
/// data or options.
TrainingResult train(const survey::Dataset& dataset, const TrainingOptions& options, const TrainingEvents& events,
                     Job& job);

/// Rows of each part as the trainer uses them: the split's, of the stars that have at least one of the labels and some
/// flux, with the test set merged into the validation set if asked for. [Training], [Validation], [Test].
std::array<std::vector<std::size_t>, 3> trainingRows(const survey::Dataset& dataset, const TrainingOptions& options);

/// Most stars whose prediction an EpochReport carries.
inline constexpr std::size_t kWatchedStars = 2000;

/// Rows of the validation set whose prediction EpochReport carries: the first kWatchedStars, in row order.
std::vector<std::size_t> watchedStars(const survey::Dataset& dataset, const TrainingOptions& options);

}  // namespace maury::training
