// The lists of checks; findings keep this order. A new check is a file beside this one and a line here.
import { age } from "./age.ts";
import type { Check, HubCase, ItemCase, NodeCase } from "./check.ts";
import { clock, futureStamp } from "./clock.ts";
import { collection, neverLooked } from "./collection.ts";
import { copies } from "./copies.ts";
import { database } from "./database.ts";
import { missingItem, missingTarballs } from "./missing.ts";
import { sidecar } from "./sidecar.ts";
import { size } from "./size.ts";
import { space } from "./space.ts";
import { unreachable } from "./unreachable.ts";
import { vanished } from "./vanished.ts";

export const ITEM_CHECKS: Check<ItemCase>[] = [missingItem, vanished, age, futureStamp, size, copies, sidecar];
export const NODE_CHECKS: Check<NodeCase>[] = [neverLooked, unreachable, missingTarballs, space, clock];
export const HUB_CHECKS: Check<HubCase>[] = [database, collection];
