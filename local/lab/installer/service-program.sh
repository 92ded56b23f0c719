#!/bin/sh
# LAB INSTALLER - not Microsoft's. Runs as svagents and as appservice and does nothing: it waits for a line that nobody writes.
echo "$(date) LAB SERVICE ${0##*/} started"
read -r _ </run/lab/never
