// Which silences are useless: those that have ended, and those that match nothing?
import type { Finding, HubVerdict, Instant, Site } from "../model.ts";
import { printUntil } from "../units.ts";
import { isAboutSomething } from "./silence.ts";

/** Notes: a silence that has ended hides nothing, so it changes no status. */
export function endedSilences({ silences, timezone }: Site, now: Instant): string[] {
  return silences
    .filter(({ until }) => until !== undefined && until <= now)
    .map(({ name, place, until }) => {
      return `[silence ${name}] (${place}) ended ${printUntil(until!, timezone, now)}; remove its section`;
    });
}

/** Warnings: somebody relies on a silence that matches nothing. A mistake in the config that only the histories can show. */
export function unusedSilences({ silences, hubs: all }: Site, hubs: HubVerdict[], now: Instant): Finding[] {
  if (hubs.length < all.length) return []; // It may match the hubs that were not judged.
  return silences
    .filter((silence) => (silence.until ?? Infinity) > now && !isAboutSomething(silence, hubs))
    .map(({ name, place }) => {
      const reason = `[silence ${name}] (${place}) matches nothing; correct its hub, node and item, or remove it`;
      return { check: "config", status: "warn", reason, gist: `silence ${name} is unused` };
    });
}
