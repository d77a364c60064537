// Imports rows of the predecessor's table `tgzs`: first all, later those that the predecessor has written since.
import type { Instant, Malformed } from "../../model.ts";
import { raw, visible } from "../../text.ts";
import { instant } from "../../time.ts";
import { MIB } from "../../units.ts";
import type { Opened } from "./file/open.ts";
import { keepState, THIS_FILE } from "./files.ts";
import { bind, type Row, type Sql } from "./sql.ts";
import type { Owner } from "../store.ts";
import { Owners } from "./owners.ts";

// A size is known if it equals our bytes in MiB, exactly (a dump has 15 digits) or rounded up as by the predecessor.
const UNKNOWN = `
  select cast(t.nodepath as blob), cast(t.node as blob), cast(t.dir as blob), t.date, t.size, d.id, d.zone, f.dir
  from tgzs t
  left join dirs d on d.node = t.node and d.dir = t.dir
  left join files f on f.dir = d.id and f.name = substr(t.nodepath, length(t.node) + length(t.dir) + 2)
    and f.stamp = t.date
  where f.dir is null
    or not (cast(t.size * ${MIB}.0 + 0.5 as integer) = f.bytes or t.size = (f.bytes + ${MIB - 1}) / ${MIB})`;

type Found = [
  nodepath: Uint8Array | null,
  node: Uint8Array | null,
  dir: Uint8Array | null,
  ...measured: [date: Row[0], size: Row[0]],
  ...known: [dir: number | null, zone: string | null, file: number | null],
];

/**
 * Imports the rows that are not known yet. A row whose hub is unknown waits until a visit tells it.
 * @returns the rows that cannot be used; they are left as they are
 */
export function importLegacy(sql: Sql, owners: Owner[], { known, stats }: Pick<Opened, "known" | "stats">): Malformed {
  const malformed: Malformed = { count: 0, example: "" };
  if (known && sql.all<[number]>("select waiting from legacy")[0]?.[0] === 0) return malformed;
  const folders = new Owners(sql, owners);
  // Sizes in the file were changed at this time at the latest.
  const written = Math.floor(stats?.mtimeMs ?? 0);
  let waiting = 0;
  sql.transaction(() => {
    if (sql.all("select 1 from files limit 1").length === 0 && importAll(sql, folders)) return;
    // It is safe to change the other tables meanwhile: each row of tgzs is read once, and tgzs does not change.
    for (const found of sql.each<Found>(UNKNOWN)) {
      const problem = importRow(sql, folders, written, found);
      if (problem === undefined) continue;
      waiting++;
      if (problem === "") continue;
      malformed.count++;
      malformed.example ||= `${found[0] ? visible(raw(found[0])) : "a row without nodepath"}: ${problem}`;
    }
  });
  sql.run("delete from legacy");
  sql.run("insert into legacy (waiting) values (?)", waiting);
  return malformed;
}

const PREFIX = "substr(nodepath, 1, length(node) + length(dir) + 1) = node || ':' || dir";

/** The first import, in one go. @returns whether all rows were imported; if not, the rest is imported row by row */
function importAll(sql: Sql, owners: Owners): boolean {
  const folders = sql.all<[Uint8Array, Uint8Array]>(
    `select distinct cast(node as blob), cast(dir as blob) from tgzs
      where dir <> '' and ${PREFIX} and substr(nodepath, length(node) + length(dir) + 2, 1) = '/'`,
  );
  for (const [node, dir] of folders) owners.folder(raw(node), raw(dir));
  const instants = new Map<string, Instant | null>();
  sql.database.create_function("instant_of", (stamp: string, zone: string) => {
    let at = instants.get(zone + stamp);
    if (at === undefined) instants.set(zone + stamp, (at = instant(stamp, zone) ?? null));
    return at;
  });
  sql.run(
    // Sorted by path, the rows of a folder are together, which makes reading its history fast.
    `insert into files (dir, name, stamp, at, bytes, exact)
      select id, substr(nodepath, length(node) + length(dir) + 2), date, at,
        cast(size * ${MIB}.0 + 0.5 as integer), size <> cast(size as integer)
      from (select d.id, t.nodepath, t.node, t.dir, t.date, t.size, instant_of(t.date, d.zone) at
        from tgzs t join dirs d on d.node = t.node and d.dir = t.dir
        where typeof(t.size) in ('real', 'integer') and t.size >= 0 and t.size * ${MIB}.0 <= ${Number.MAX_SAFE_INTEGER}.0)
      where at is not null and ${PREFIX} order by nodepath`,
  );
  const [[all, imported]] = sql.all<[number, number]>(
    "select (select count(*) from tgzs), (select count(*) from files)",
  ) as [[number, number]];
  return all === imported;
}

/** @returns what is wrong with the row, "" if only its hub is unknown; undefined if it was imported */
function importRow(sql: Sql, owners: Owners, written: Instant, found: Found): string | undefined {
  const [nodepathBytes, nodeBytes, dirBytes, date, size, knownDir, knownZone, known] = found;
  if (!nodepathBytes || !nodeBytes || !dirBytes?.length) return "its node or its folder is missing";
  const [nodepath, node, dir] = [raw(nodepathBytes), raw(nodeBytes), raw(dirBytes)];
  // A known folder may end before a stamp such as `-%Y`, without a slash.
  if (!nodepath.startsWith(`${node}:${dir}${knownDir === null ? "/" : ""}`))
    return "it does not start with its node and its folder";
  const bytes = typeof size === "number" ? Math.round(size * MIB) : NaN;
  if (!(bytes >= 0 && bytes <= Number.MAX_SAFE_INTEGER)) return `${visible(String(size))} is not a size`;
  const folder = knownDir === null ? owners.folder(node, dir) : { id: knownDir, zone: knownZone! };
  if (!folder) return "";
  const stamp = String(date);
  const at = instant(stamp, folder.zone);
  if (at === undefined) return `${visible(stamp)} is not a time`;
  const name = bind(nodepath.slice(node.length + 1 + dir.length));
  const exact = Number.isInteger(size) ? 0 : 1;
  if (known === null) {
    sql.run(
      "insert into files (dir, name, stamp, at, bytes, exact) values (?, cast(? as text), ?, ?, ?, ?)",
      ...[folder.id, name, stamp, at, bytes, exact],
    );
  } else {
    keepState(sql, [folder.id, name, stamp], written);
    sql.run(`update files set bytes = ?, exact = ? where ${THIS_FILE}`, bytes, exact, folder.id, name, stamp);
  }
  return undefined;
}
