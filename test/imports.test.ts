// Which folder may import which? Stages do not import each other, so that each can be read, tested and replaced by itself; the
// files directly in src/ import no stage; commands import the stages that they need.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize, dirname } from "node:path";
import { describe, it } from "node:test";

const STAGES = ["config", "collect", "store", "judge", "plot", "pages", "publish"];
/** These import words/ too. */
const READERS_OF_WORDS = ["plot", "pages"];
const src = join(import.meta.dirname, "../src");
const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

const imports = files.flatMap((file) => {
  const text = readFileSync(join(src, file), "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)].map(([, path]) => ({
    from: file,
    to: normalize(join(dirname(file), path!)),
  }));
});

/** `ground` (files directly in src/), a stage, `commands`, or the entry point. */
function room(file: string): string {
  const [folder, ...rest] = file.split("/");
  return rest.length > 0 ? folder! : file === "cli.ts" ? "cli" : "ground";
}

function arrows(from: string): string[] {
  const targets = imports.filter((arrow) => room(arrow.from) === from).map((arrow) => room(arrow.to));
  return [...new Set(targets)].filter((to) => to !== from).sort();
}

describe("the direction of imports", () => {
  it("covers every file", () => {
    assert.ok(imports.length > files.length);
    const rooms = new Set(files.map(room));
    assert.deepEqual([...rooms].sort(), [...STAGES, "words", "cli", "commands", "ground"].sort());
  });

  it("leads from the ground to nowhere", () => assert.deepEqual(arrows("ground"), []));

  it("leads from words/ to the ground alone", () => assert.deepEqual(arrows("words"), ["ground"]));

  for (const stage of STAGES) {
    const words = READERS_OF_WORDS.includes(stage);
    it(`leads from ${stage}/ to the ground${words ? " and to words/" : ""} alone`, () => {
      assert.deepEqual(arrows(stage), words ? ["ground", "words"] : ["ground"]);
    });
  }

  it("is not hidden in strings: no stage names the files of another", () => {
    for (const file of files) {
      const strings = readFileSync(join(src, file), "utf8").matchAll(/["'`]([a-z]+)\/[\w/.-]+["'`]/g);
      const named = [...strings].map(([, folder]) => folder!).filter((folder) => [...STAGES, "words"].includes(folder));
      assert.deepEqual(named, [], file);
    }
  });

  it("leads from nowhere to the entry point", () => {
    assert.deepEqual(
      imports.filter(({ to }) => room(to) === "cli"),
      [],
    );
  });

  it("has no cycles", () => {
    const next = new Map(files.map((file) => [file, imports.filter((i) => i.from === file).map((i) => i.to)]));
    const visit = (file: string, trail: string[]) => {
      assert.ok(!trail.includes(file), `circle: ${[...trail, file].join(" → ")}`);
      for (const to of next.get(file) ?? []) visit(to, [...trail, file]);
    };
    for (const file of files) visit(file, []);
  });
});
