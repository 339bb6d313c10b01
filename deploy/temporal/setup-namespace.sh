#!/bin/sh
# Creates the namespace and Surefoot's search attributes. May be repeated: what is there stays.
# The temporal CLI reads TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE itself.
set -eu

# Asks up to 30 times, two seconds apart: a server that listens is not yet one that serves.
wait_for() {
  attempts=30
  until "$@" >/dev/null 2>&1; do
    attempts=$((attempts - 1))
    if [ "$attempts" -eq 0 ]; then
      echo "Gave up waiting for: $*" >&2
      "$@"
      exit 1
    fi
    sleep 2
  done
}

wait_for temporal operator cluster health

if ! temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  # As long as Surefoot's store keeps Claude's replies.
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 7d
fi

# A new namespace is known to all parts of the server a few seconds later.
wait_for temporal operator search-attribute list

for name in SurefootStatus SurefootTenant; do
  if temporal operator search-attribute list | grep -q "$name"; then
    echo "$name is there"
  else
    temporal operator search-attribute create --name "$name" --type Keyword
  fi
done
