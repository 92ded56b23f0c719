#!/bin/sh
# LAB FAKE of hostname, present only where machines have no namespace of their own and the real one would tell the name of the machine around them.
cat /etc/hostname
