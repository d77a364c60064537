// The database, killed or failed at every call to the file system, in every state that this leaves.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Stage } from "../store/crash.ts";
import { SCENES } from "../store/scenes.ts";

for (const scene of Object.keys(SCENES)) {
  describe(`saving over ${scene}`, () => {
    const stage = new Stage(scene);
    before(() => stage.set());
    after(() => stage.strike());

    it("leaves the old database or the new one, killed at any call, and twice again at any call of the next run", async (t) => {
      const states = await stage.killEverywhere(3);
      t.diagnostic(`${stage.calls.length} calls, ${states} states`);
      assert.ok(stage.calls.length > 60 && states > 20);
    });

    for (const code of ["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT", "short"] as const) {
      for (const forever of [false, true]) {
        it(`leaves the old bytes or the new, and says so, when any call fails with ${code} ${forever ? "for ever" : "once"}`, async () => {
          for (const [n, call] of stage.calls.entries())
            if (code !== "short" || call.startsWith("write ")) await stage.failAtCall(n, code, forever);
        });
      }
    }
  });
}
