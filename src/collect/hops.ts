// How do we get to a node? From server to server, each entered in its turn.
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { Refusal } from "./answer.ts";
import { notForwarded } from "./connection-errors.ts";
import { within } from "./deadline.ts";
import { logIn, noAnswer, type Hop, type Login } from "./login.ts";
import type { Target } from "./resolve.ts";

/** The servers to go through, then the node itself. */
export function hopsTo(target: Target): Target[] {
  return [...(target.through ? hopsTo(target.through) : []), target];
}

/** What went wrong at this server of the route, so that one sees which it was. */
export async function told<T>(route: Target[], at: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal) || route.length === 1) throw error;
    const last = at === route.length - 1;
    const where = last ? `through ${route[at - 1]!.address}` : `on the way to ${route.at(-1)!.address}`;
    throw new Refusal(error.outcome, `${where}: ${error.reason}`, error.again, last ? error.server : undefined);
  }
}

export interface Arrival extends Login {
  /** Leaves politely, or at once. */
  leave: () => void;
  cut: () => void;
}

/** Logged in at the last of the hops. `say` is told what was put on file. */
export async function arrive(hops: Hop[], signal: AbortSignal, say: (note: string) => void): Promise<Arrival> {
  const route = hops.map(({ target }) => target);
  const socket = open(hops[0]!);
  const logins: Login[] = [];
  try {
    let line: Duplex = socket;
    for (const [i, hop] of hops.entries()) {
      const before = logins.at(-1);
      if (before) line = await told(route, i, forward(before, hop, signal));
      logins.push(await told(route, i, logIn(hop, line, signal, say)));
    }
    return { ...logins.at(-1)!, leave: () => hangUp(logins, socket), cut: () => socket.destroy() };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function open({ target: { host, port, family, from }, connectMs }: Hop): Socket {
  const localAddress = from === undefined ? {} : { localAddress: from };
  // Node gives each of several addresses only 250 ms, less than a trip around the world takes on a bad day.
  const autoSelectFamilyAttemptTimeout = Math.max(1000, Math.round(connectMs / 4));
  return connect({ host, port, family, ...localAddress, autoSelectFamilyAttemptTimeout });
}

/** A line to the next server, as `ssh -W` has it. */
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

/** Ends politely, and in any case: ssh2 would wait for the other side. */
function hangUp(logins: Login[], socket: Socket): void {
  const grace = setTimeout(() => socket.destroy(), 1000);
  socket.once("close", () => clearTimeout(grace));
  for (const { client } of logins.reverse()) client.end();
}
