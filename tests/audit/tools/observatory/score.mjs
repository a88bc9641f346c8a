// Reads answers as a JSON array and writes what the MDN HTTP Observatory thinks of each, as if
// it had found them at https://forms.example, with nothing at http.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { AxiosHeaders } from "axios";
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { parseHttpEquivHeaders } from "@mdn/mdn-http-observatory/src/retriever/utils.js";
import { Requests } from "@mdn/mdn-http-observatory/src/types.js";

const SITE = "https://forms.example/";
const LISTED = "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json";

// The hosts that browsers know by themselves, ours not among them, are fetched at installation.
if (!existsSync(LISTED)) writeFileSync(LISTED, "{}");

function requestsFor({ headers, body }) {
  const requests = new Requests("forms.example");
  const httpEquiv = parseHttpEquivHeaders(body, SITE);
  const response = { headers: new AxiosHeaders(headers), status: 200, data: body, verified: true, httpEquiv };
  requests.responses.auto = requests.responses.https = response;
  requests.responses.cors = { ...response, request: { headers: {} } };
  requests.resources.path = body;
  requests.session = { url: new URL(SITE) };
  return requests;
}

// As its scanner/index.js does: extra credit is for those who have lost little.
function score(answer) {
  const results = ALL_TESTS.map((test) => test(requestsFor(answer)).result);
  const modifiers = results.map(getScoreModifier);
  const total = (numbers) => numbers.reduce((sum, each) => sum + each, 100);
  const lost = total(modifiers.filter((each) => each < 0));
  const points = lost >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? total(modifiers) : lost;
  return { points, results: Object.fromEntries(results.map((each, at) => [each, modifiers[at]])) };
}

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(score)));
