// Reads policies as a JSON array and writes, for each, what Google's CSP Evaluator finds.
import { readFileSync } from "node:fs";
import { CspEvaluator } from "csp_evaluator/dist/evaluator.js";
import { CspParser } from "csp_evaluator/dist/parser.js";

const policies = JSON.parse(readFileSync(0, "utf8"));
const found = policies.map((policy) => new CspEvaluator(new CspParser(policy).csp).evaluate());
console.log(JSON.stringify(found.map((findings) => findings.map((each) => each.description))));
