// What does a [silence NAME] silence, and until when?
import type { Instant, Silence } from "../model.ts";
import { instant, midnight } from "../time.ts";
import { printFileLine, type Report } from "./mistakes.ts";
import type { SilenceSection } from "./sections.ts";
import type { CivilTime } from "./types.ts";
import type { Values } from "./values.ts";

/** `zone` is the site's time zone. */
export function toSilence(
  { name, section }: SilenceSection,
  value: Values<"silence">,
  zone: string,
  report: Report,
): Silence {
  const reason = value("reason") ?? "";
  const timezone = value("timezone") ?? zone;
  const [begins, ends] = [value("from"), value("until")];
  const from = begins && instant(begins.stamp, timezone)!;
  const until = ends && endOf(ends, timezone);
  const weekly = value("weekly");
  if (!section.entries.get("until")?.value && !section.entries.get("weekly")?.value) {
    const wrong = `${section.title} never ends; to stop judging an item for good, list it in its hub's retired`;
    report(section.place, wrong, "until = 2026-12-27");
  }
  if (from !== undefined && until !== undefined && until <= from) {
    report(section.entries.get("until")!.place, `${section.title} ends before it begins`, "until = 2026-12-27");
  }
  const words = { hub: value("hub"), node: value("node"), item: value("item"), check: value("check") };
  return { name, place: printFileLine(section.place), ...words, from, until, weekly, timezone, reason };
}

/** A date without a time includes the whole day. */
function endOf({ stamp, wholeDay }: CivilTime, zone: string): Instant {
  const at = instant(stamp, zone)!;
  return wholeDay ? midnight(at, zone, 1) : at;
}
