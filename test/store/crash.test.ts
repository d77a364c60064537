// A run that is killed or fails while it saves the database. test/deep does the same in every state and with every error.
import { after, before, describe, it } from "node:test";
import { Stage } from "./crash.ts";

describe("a run that is interrupted while saving", () => {
  for (const [scene, what, test] of [
    ["a database of some days", "killed at any call", (stage: Stage) => stage.killEverywhere(1)],
    ["a damaged one", "on a full disk at any call, and says so", failEverywhere],
  ] as const) {
    describe(`over ${scene}`, () => {
      const stage = new Stage(scene);
      before(() => stage.set());
      after(() => stage.strike());
      it(`leaves the old database or the new one, ${what}`, async () => {
        await test(stage);
      });
    });
  }
});

async function failEverywhere(stage: Stage): Promise<void> {
  for (const n of stage.calls.keys()) await stage.failAtCall(n, "ENOSPC", false);
}
