// What does each status and each check mean, for who reads a page for the first time?
import type { CheckName, Status } from "../model.ts";

export const STATUS_MEANINGS: Record<Status, string> = {
  ok: "Everything is as it should be.",
  warn: "Something is unusual: look at it this week.",
  unknown: "The node could not be checked, so nobody knows. What was known before still stands.",
  alarm: "A backup is missing, late or incomplete, or soon will be: look at it today.",
};

export const CHECK_MEANINGS: Record<CheckName, string> = {
  age: "Is the next backup overdue? When it is due is learned from when earlier ones came.",
  missing: "Is something not there at all: an item never seen here, an empty node, a backup gone before older ones?",
  size: "Is the newest backup much smaller or larger than those before it, empty, or always the same size to the byte?",
  copies: "Do all nodes have the same tarball, at the same size?",
  sidecar: "Does the tarball have the size that its writer noted beside it?",
  space: "How soon will the node’s disk be full?",
  clock: "Is the node’s clock right, and is no backup dated in the future?",
  unreachable: "Did the last visit get in? It did not if the node did not answer, or refused our key.",
  hostkey: "Is the machine that answered the one we know? A changed host key may mean somebody in between.",
  collection: "Has the monitor looked lately? One that has stopped must not look like one that finds nothing wrong.",
  database: "Is the database of past backups intact?",
  config: "Does the configuration name something that does not exist?",
};
