// Is there a host of that name at all?
import { lookup } from "node:dns/promises";
import { notConnected, type ClientError } from "./connection-errors.ts";
import type { Target } from "./resolve.ts";

/** Throws a VisitError if the name does not resolve. A host behind a jump host is looked up there, not here. */
export async function mustResolve(target: Target): Promise<void> {
  if (target.through) return;
  try {
    await lookup(target.host, { family: target.family });
  } catch (error) {
    throw notConnected(error as ClientError, target);
  }
}
