// `npm run model`: makes both models again from their sources and compares them with the committed files; `-- --write`
// replaces them. Dependency-free, because it also has to explain what is missing.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const repository = resolve(import.meta.dirname, '../..');
const models = [
  { id: 'all-MiniLM-L6-v2-int8', scripts: 'minilm', embeddings: 'embeddings.json', field: 'floatEmbedding' },
  { id: 'use-multilingual-v3-int8', scripts: 'use', embeddings: 'embeddings-multilingual.json', field: 'embedding' },
];
const committedModel = ({ id }) => join(repository, 'models', id);
const committedEmbeddings = ({ embeddings }) => join(repository, 'tests/vectors', embeddings);
const modelFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];

function fail(message) {
  console.error(message);
  process.exitCode = 1;
  throw new Stop();
}
class Stop extends Error {}

function run(command, args, whenItFails) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) fail(whenItFails);
}

function findPython() {
  const atLeast = 'import sys; sys.exit(sys.version_info < (3, 11))';
  const found = ['python3', 'python'].find((name) => spawnSync(name, ['-c', atLeast]).status === 0);
  return (
    found ??
    fail('Making the model needs Python 3.11 or newer, which was not found as python3; install it and try again.')
  );
}

const sha256 = (path) => (existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'missing');

const vectors = (path, field) =>
  JSON.parse(readFileSync(path, 'utf8')).map((entry) => {
    const bytes = Uint8Array.from(Buffer.from(entry[field], 'base64'));
    return { text: entry.text, vector: new Float32Array(bytes.buffer) };
  });

/**
 * Floating-point kernels differ in their last bits from processor to processor, so embeddings are compared by cosine.
 */
function smallestCosine(made, committed) {
  return Math.min(
    ...made.map(({ text, vector }, index) =>
      committed[index]?.text === text && committed[index].vector.length === vector.length
        ? vector.reduce((sum, component, j) => sum + component * committed[index].vector[j], 0)
        : -1,
    ),
  );
}

function compare(model, made) {
  let same = true;
  console.log(model.id);
  for (const file of modelFiles) {
    const [now, before] = [sha256(join(made, 'model', file)), sha256(join(committedModel(model), file))];
    same &&= now === before;
    console.log(`${now === before ? 'same     ' : 'DIFFERENT'} ${now}  ${file}`);
  }
  const [now, before] = [join(made, 'embeddings.json'), committedEmbeddings(model)];
  const cosine = smallestCosine(vectors(now, model.field), vectors(before, model.field));
  same &&= cosine > 0.99999;
  console.log(
    `${cosine > 0.99999 ? 'same     ' : 'DIFFERENT'} reference embeddings, smallest cosine ${cosine.toFixed(7)}`,
  );
  return same;
}

function make(model, python, made) {
  mkdirSync(made);
  const script = join(import.meta.dirname, model.scripts, 'make.py');
  run(
    python,
    ['-B', script, committedEmbeddings(model), made],
    'The model could not be made; the lines above say why.',
  );
  if (compare(model, made)) return console.log('The committed model is what its source makes.');
  if (!process.argv.includes('--write')) {
    fail('The committed model differs from what its source makes here; `npm run model -- --write` replaces it.');
  }
  for (const file of modelFiles) cpSync(join(made, 'model', file), join(committedModel(model), file));
  cpSync(join(made, 'embeddings.json'), committedEmbeddings(model));
  console.log('Replaced. Write the new SHA-256 into core/embedding/model.ts and the README.md beside the model.');
}

const work = mkdtempSync(join(tmpdir(), 'data-donor-model-'));
try {
  const venv = join(work, 'venv');
  run(
    findPython(),
    ['-m', 'venv', venv],
    'Python could not make a virtual environment; on Debian and Ubuntu install python3-venv.',
  );
  const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps'];
  run(
    python,
    [...pip, '--requirement', requirements],
    `pip could not install the packages of ${requirements}; the lines above say why.`,
  );
  for (const model of models) make(model, python, join(work, model.id));
} catch (error) {
  if (!(error instanceof Stop)) throw error;
} finally {
  rmSync(work, { recursive: true, force: true });
}
