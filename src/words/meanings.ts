// What does each status and each check mean to someone who reads a page for the first time?
import type { CheckName, Status } from "../model.ts";

export const STATUS_MEANINGS: Record<Status, string> = {
  ok: "Everything is as it should be.",
  warn: "Something is unusual: look at it this week.",
  unknown: "No recent visit succeeded, so the present state is not known. What was seen before is still shown.",
  alarm: "A backup is missing, late or incomplete, or soon will be: look at it today.",
};

export const CHECK_MEANINGS: Record<CheckName, string> = {
  age: "Is the next backup overdue? When it is due is learned from when earlier ones came.",
  missing:
    "Is anything missing: an item never seen here, all backups of a node, a backup that was removed before older ones?",
  size: "Is the newest backup much smaller or larger than those before it, empty, or always the same size to the byte?",
  copies: "Do all nodes have the same tarball, with the same size?",
  sidecar: "Does the tarball have the size that its writer noted beside it?",
  space: "How soon will the node’s disk be full?",
  clock: "Is the node’s clock right? Is any backup dated in the future?",
  unreachable: "Did the last visit succeed? It fails if the node does not answer or refuses our key.",
  hostkey:
    "Is the machine that answered the one we know? A changed host key may mean that someone intercepts the connection.",
  collection: "Has the monitor visited its nodes lately? If it has stopped, old pages must not look like good news.",
  database: "Is the database of past backups intact?",
  config: "Does the configuration name something that does not exist?",
};
