# SPDX-License-Identifier: GPL-3.0-or-later
# To be sourced. Shows progress with the time left: on a terminal in one line that is overwritten, elsewhere as one line per 10 %.
progressStage=''
progressStart=0
progressTenth=-1
progressLineIsOpen=false

durationText() {  # SECONDS
  if [ "$1" -lt 60 ]; then printf '%d s' "$1"; else printf '%d min %02d s' $(($1 / 60)) $(($1 % 60)); fi
}

progress() {  # STAGE DONE TOTAL UNIT
  if [ "$1" != "$progressStage" ]; then
    endProgress
    progressStage=$1 progressStart=$SECONDS progressTenth=-1
  fi
  local elapsed=$((SECONDS - progressStart)) text="$1: $2 of $3 $4"
  if [ "$4" = % ]; then text="$1: $2 %"; fi
  if [ "$2" -gt 0 ] && [ "$2" -lt "$3" ] && [ "$elapsed" -ge 3 ]; then
    text+=", $(durationText $((elapsed * ($3 - $2) / $2))) left"
  fi
  if [ -t 1 ]; then
    printf '\r\033[K%s' "$text"
    progressLineIsOpen=true
  elif [ $(($2 * 10 / $3)) -ne "$progressTenth" ]; then
    progressTenth=$(($2 * 10 / $3))
    printf '%s\n' "$text"
  fi
}

endProgress() {  # ends the progress line on the terminal
  if $progressLineIsOpen; then printf '\n'; fi
  progressLineIsOpen=false
}
