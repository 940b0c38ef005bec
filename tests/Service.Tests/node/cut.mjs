// Cuts GitHub's description of its API down to what the bot uses, with all schemas that these parts refer to.
// The whole is 12 MB and takes prism half a minute to read.
import { readFileSync, writeFileSync } from 'node:fs';

const [from, to] = process.argv.slice(2);
const used = {
  '/user': ['get'],
  '/app': ['get'],
  '/app/installations/{installation_id}/access_tokens': ['post'],
  '/repos/{owner}/{repo}': ['get'],
  '/repos/{owner}/{repo}/issues': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments': ['get'],
  '/repos/{owner}/{repo}/issues/{issue_number}': ['get', 'patch'],
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/{issue_number}/labels': ['post'],
};

const whole = JSON.parse(readFileSync(from, 'utf8'));
const paths = Object.fromEntries(Object.entries(used).map(([path, methods]) => {
  const described = whole.paths[path] ?? (() => { throw new Error(`${path} is not described`); })();
  return [path, Object.fromEntries(Object.entries(described).filter(([key]) => key === 'parameters' || methods.includes(key)))];
}));

// "nullable" beside no "type" is legal OpenAPI 3.0, but makes prism's validator give up on the whole schema without a word.
const nothing = { type: 'string', nullable: true, pattern: '$.^' };
const mend = (node) => {
  if (node === null || typeof node !== 'object') {
    return;
  }

  if (node.nullable === true && node.type === undefined) {
    delete node.nullable;
    const alternatives = node.oneOf ?? node.anyOf;
    if (alternatives) {
      alternatives.push(nothing);
    } else {
      node.anyOf = [{ allOf: node.allOf ?? [] }, nothing];
      delete node.allOf;
    }
  }

  Object.values(node).forEach(mend);
};

const components = {};
const take = (node) => {
  if (node === null || typeof node !== 'object') {
    return;
  }

  const match = typeof node.$ref === 'string' && node.$ref.match(/^#\/components\/([^/]+)\/(.+)$/);
  if (match && !(components[match[1]] ?? {})[match[2]]) {
    const target = whole.components[match[1]][match[2]];
    (components[match[1]] ??= {})[match[2]] = target;
    take(target);
  }

  Object.values(node).forEach(take);
};

take(paths);
mend(paths);
mend(components.schemas);
writeFileSync(to, JSON.stringify({ openapi: whole.openapi, info: whole.info, servers: [{ url: 'http://127.0.0.1' }], paths, components }));
