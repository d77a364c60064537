// Which silences are of no use: those that have ended, and those that fit nothing?
import type { Finding, HubVerdict, Instant, Site } from "../model.ts";
import { printUntil } from "../units.ts";
import { isAboutSomething } from "./silence.ts";

/** One that has ended hides nothing: it is worth a word, and no status. */
export function endedSilences({ silences, timezone }: Site, now: Instant): string[] {
  return silences
    .filter(({ until }) => until !== undefined && until <= now)
    .map(({ name, place, until }) => {
      return `[silence ${name}] (${place}) ended ${printUntil(until!, timezone, now)}; remove its section`;
    });
}

/** Somebody relies on it, and it does nothing: a mistake of the config, though one that only the database shows. */
export function unusedSilences({ silences, hubs: all }: Site, hubs: HubVerdict[], now: Instant): Finding[] {
  if (hubs.length < all.length) return []; // It may be about the others.
  return silences
    .filter((silence) => (silence.until ?? Infinity) > now && !isAboutSomething(silence, hubs))
    .map(({ name, place }) => {
      const reason = `[silence ${name}] (${place}) matches nothing; correct its hub, node and item, or remove it`;
      return { check: "config", status: "warn", reason, gist: `silence ${name} is unused` };
    });
}
