#!/usr/bin/env node
// The second verifier, written from docs/journal-format.md alone, with nothing but Node 20's own library:
//
//   node verify.mjs bundle FILE [--key VKEY] [--checkpoint FILE]...
//   node verify.mjs receipt FILE [--key VKEY]
//
// It prints what it read and the first fault. Exit 0: everything fits; 1: something does not; 2: wrong call.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyBundle } from './bundle.mjs';
import { checkRows, Fault, parseEntry } from './entry.mjs';
import { base64, checkInclusion, leafHash, parseCheckpoint, parseKey } from './tree.mjs';

const MEMBERS = ['format', 'journal', 'seq', 'entry', 'checkpoint', 'proof', 'key'];

function bytes(s) {
  const b = typeof s === 'string' ? base64(s) : null;
  if (!b) throw new Fault('receipt-bytes', 'not base64');
  return b;
}

function verifyReceipt(file, keyGiven) {
  let r;
  try {
    r = JSON.parse(readFileSync(file, 'utf8'));
  } catch (e) {
    if (!(e instanceof SyntaxError)) throw e;
    throw new Fault('receipt-bytes', e.message);
  }
  if (r?.format !== 'shuangze receipt 1' || Object.keys(r).some((k) => !MEMBERS.includes(k))) throw new Fault('receipt-bytes', 'not a receipt of format 1');
  if (keyGiven && r.key !== keyGiven) throw new Fault('receipt-key', `the receipt names another key: ${r.key}`);
  const key = parseKey(String(r.key));
  const frozen = bytes(r.entry);
  const e = parseEntry(frozen);
  if (e.journal !== r.journal || e.seq !== r.seq) throw new Fault('entry-number', `the entry is ${e.journal}/${e.seq}`);
  checkRows(frozen, e.rows);
  const c = parseCheckpoint(Buffer.from(String(r.checkpoint)), key);
  if (c.signature) throw new Fault(`checkpoint-${c.signature}`, 'the checkpoint is not signed by the key');
  if (c.journal !== r.journal) throw new Fault('checkpoint-journal', `a checkpoint of ${c.journal}`);
  if (!Array.isArray(r.proof)) throw new Fault('receipt-proof', 'no proof');
  checkInclusion(e.seq - 1, c.size, leafHash(frozen), c.root, r.proof.map(bytes));
  console.log(`${e.journal}/${e.seq} ${e.kind}: in the journal as signed by ${key.name} at ${c.size} entries`);
}

function main() {
  let args;
  try {
    args = parseArgs({ allowPositionals: true, options: { key: { type: 'string' }, checkpoint: { type: 'string', multiple: true } } });
  } catch (e) {
    console.error(e.message);
    return 2;
  }
  const [what, file, ...more] = args.positionals;
  if (!['bundle', 'receipt'].includes(what) || !file || more.length > 0) {
    console.error('usage: verify.mjs bundle FILE [--key VKEY] [--checkpoint FILE]... | receipt FILE [--key VKEY]');
    return 2;
  }
  let bad = false;
  try {
    if (what === 'receipt') {
      verifyReceipt(file, args.values.key);
    } else {
      for (const j of verifyBundle(file, args.values.key, (args.values.checkpoint ?? []).map((f) => readFileSync(f)))) {
        console.log(`${j.name}: ${j.entries} entries, root ${j.tree.root().toString('hex')}`);
        if (j.faults.length > 0) {
          bad = true;
          const f = j.faults[0];
          console.log(`FAULT ${j.name}/${f.seq} ${f.what}: ${f.message}`);
        }
      }
    }
  } catch (e) {
    bad = true;
    console.log(e instanceof Fault ? `FAULT ${e.what}: ${e.message}` : `FAULT reading: ${e.message}`);
  }
  console.log(bad ? 'does not fit' : 'everything fits');
  return bad ? 1 : 0;
}

process.exitCode = main();
