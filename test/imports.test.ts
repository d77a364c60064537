// The house is drawn here: who may import whom. Stages do not know one another, so that each can be read, tested and
// replaced alone; the ground knows no stage; commands know the stages they need.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, normalize, dirname } from "node:path";
import { describe, it } from "node:test";

const STAGES = ["config", "collect", "store", "judge", "plot", "pages", "publish"];
/** What is said of a verdict: these read it too. */
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

/** Ground, a stage's name, commands, or the person's end. */
function room(file: string): string {
  const [folder, ...rest] = file.split("/");
  return rest.length > 0 ? folder! : file === "cli.ts" ? "cli" : "ground";
}

function arrows(from: string): string[] {
  const targets = imports.filter((arrow) => room(arrow.from) === from).map((arrow) => room(arrow.to));
  return [...new Set(targets)].filter((to) => to !== from).sort();
}

describe("the direction of imports", () => {
  it("is drawn from every file there is", () => {
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

  it("hides in no string: no stage names the files of another", () => {
    for (const file of files) {
      const strings = readFileSync(join(src, file), "utf8").matchAll(/["'`]([a-z]+)\/[\w/.-]+["'`]/g);
      const named = [...strings].map(([, folder]) => folder!).filter((folder) => [...STAGES, "words"].includes(folder));
      assert.deepEqual(named, [], file);
    }
  });

  it("leads to the person's end from nowhere", () => {
    assert.deepEqual(
      imports.filter(({ to }) => room(to) === "cli"),
      [],
    );
  });

  it("goes in no circle", () => {
    const next = new Map(files.map((file) => [file, imports.filter((i) => i.from === file).map((i) => i.to)]));
    const visit = (file: string, trail: string[]) => {
      assert.ok(!trail.includes(file), `circle: ${[...trail, file].join(" → ")}`);
      for (const to of next.get(file) ?? []) visit(to, [...trail, file]);
    };
    for (const file of files) visit(file, []);
  });
});
