// How do we get to a node? Through each jump host in turn.
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { VisitError } from "../answer.ts";
import { notForwarded } from "./connection-errors.ts";
import { within } from "../deadline.ts";
import { logIn, noAnswer, type Hop, type Login } from "./login.ts";
import type { Target } from "./resolve.ts";

/** The servers to go through, then the node itself. */
export function hopsTo(target: Target): Target[] {
  return [...(target.through ? hopsTo(target.through) : []), target];
}

/** Adds to an error of `work` at which server of the route it happened. */
export async function atHop<T>(route: Target[], at: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof VisitError) || route.length === 1) throw error;
    const last = at === route.length - 1;
    const where = last ? `through ${route[at - 1]!.address}` : `on the way to ${route.at(-1)!.address}`;
    throw new VisitError(error.outcome, `${where}: ${error.reason}`, error.retryable, last ? error.server : undefined);
  }
}

export interface Arrival extends Login {
  /** `leave` closes the connections in an orderly way, `cut` at once. */
  leave: () => void;
  cut: () => void;
}

/** Logs in at each hop in turn and returns the last login. `say` gets a note when a host key was added to known_hosts. */
export async function arrive(hops: Hop[], signal: AbortSignal, say: (note: string) => void): Promise<Arrival> {
  const route = hops.map(({ target }) => target);
  const socket = open(hops[0]!);
  const logins: Login[] = [];
  try {
    let line: Duplex = socket;
    for (const [i, hop] of hops.entries()) {
      const before = logins.at(-1);
      if (before) line = await atHop(route, i, forward(before, hop, signal));
      logins.push(await atHop(route, i, logIn(hop, line, signal, say)));
    }
    return { ...logins.at(-1)!, leave: () => hangUp(logins, socket), cut: () => socket.destroy() };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function open({ target: { host, port, family, from }, connectMs }: Hop): Socket {
  const localAddress = from === undefined ? {} : { localAddress: from };
  // Node gives each of several addresses only 250 ms, too little for a slow link around the world.
  const autoSelectFamilyAttemptTimeout = Math.max(1000, Math.round(connectMs / 4));
  return connect({ host, port, family, ...localAddress, autoSelectFamilyAttemptTimeout });
}

/** A channel to the next server, as `ssh -W` opens it. */
function forward({ client, broken }: Login, { target, connectMs }: Hop, signal: AbortSignal): Promise<Duplex> {
  const opened = new Promise<Duplex>((resolve, reject) => {
    const failed = (error: Error) => reject(notForwarded(error, target.address));
    try {
      client.forwardOut("127.0.0.1", 0, target.host, target.port, (error, channel) => {
        if (error) failed(error);
        else resolve(channel.on("error", () => undefined));
      });
    } catch (error) {
      failed(error as Error); // `Not connected`: let in and hung up on in one breath
    }
  });
  return within(connectMs, noAnswer(target.address, connectMs), signal, () => Promise.race([broken, opened]));
}

/** Ends in an orderly way, but does not wait for the other side, as ssh2 would. */
function hangUp(logins: Login[], socket: Socket): void {
  const grace = setTimeout(() => socket.destroy(), 1000);
  socket.once("close", () => clearTimeout(grace));
  for (const { client } of logins.reverse()) client.end();
}
