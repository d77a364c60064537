// The command whose answers lie in recorded/, to be run on a new kind of node.
import { remoteCommand } from "../../src/collect/command.ts";
import { node } from "./node.ts";

console.log(remoteCommand(node(["/data/var/scm/backup/cms02", "/data/var/scm/backup/dayabay"])));
