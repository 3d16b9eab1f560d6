#!/bin/bash
# Workers of spillway as an array of Slurm jobs: sbatch --export=ALL,SPILLWAY_NATS=nats://HOST:4222 docs/cluster/slurm.sh
# The credentials, where the server wants some, come with the environment: SPILLWAY_NATS_TOKEN, or SPILLWAY_NATS_CREDS=FILE;
# an authority of your own with SPILLWAY_NATS_CA=FILE.
#SBATCH --job-name=spillway-work
#SBATCH --array=1-20
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=16
#SBATCH --mem-per-cpu=1G
#SBATCH --time=08:00:00
#SBATCH --requeue
# SIGTERM a minute before the time is up: ranges in hand are finished, none is lost and none is counted against the range.
#SBATCH --signal=B:TERM@60
set -euo pipefail

: "${SPILLWAY_NATS:?the address of the NATS server, as nats://HOST:4222}"
spillway=${SPILLWAY:-spillway}

# With a shared directory raw data do not go over the server: SPILLWAY_SHARE=/scratch/spillway
share=()
[ -z "${SPILLWAY_SHARE:-}" ] || share=(--share "$SPILLWAY_SHARE")

# Nodes are taken away from such jobs, which costs a range a worker each time: more attempts than the three of a quiet machine.
"$spillway" work --nats "$SPILLWAY_NATS" --workers "${SLURM_CPUS_PER_TASK:-1}" \
  --attempts 20 --idle 600 "${share[@]}" &
worker=$!
trap 'kill -TERM "$worker"' TERM INT
# The first wait ends with the signal, the second one with the worker.
wait "$worker" || wait "$worker"
