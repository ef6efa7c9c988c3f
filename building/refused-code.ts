import type { Plugin } from 'vite';

// What stands in libraries and must not reach a browser.

/**
 * Stores refuse code that could come from elsewhere: takes the default address of a content delivery network out of
 * transformers.js, and the dynamic import that ONNX Runtime would use to load its glue code.
 */
export function noRemoteCode(): Plugin {
  const dynamicImport =
    /await import\(\s*\/\*\s*webpackIgnore:\s*true\s*\*\/\s*(?:\/\*\s*@vite-ignore\s*\*\/\s*)?[\w$]+\s*\)/g;
  return {
    name: 'no-remote-code',
    enforce: 'pre',
    transform: {
      filter: { id: /@(?:huggingface|xenova)\/transformers\/dist|onnxruntime-web\/dist/ },
      handler(code) {
        const local = code
          .replaceAll('https://cdn.jsdelivr.net/npm/', 'disabled:')
          .replace(dynamicImport, 'await Promise.reject(new Error("dynamic import is disabled"))');
        return local === code ? null : { code: local, map: null };
      },
    },
  };
}

/**
 * The content security policy forbids code made from text. Libraries that only try it (zod to be faster, stdlib to look
 * for features) fall back when it throws; throwing without asking the browser keeps its console and the stores' linters
 * quiet.
 */
export function noCodeFromText(): Plugin {
  const refusing = "function () { throw new Error('code from text is disabled'); }";
  return {
    name: 'no-code-from-text',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/(?:zod|@stdlib)\// },
      handler(code) {
        const plain = code
          .replace('const F = Function;', `const F = ${refusing};`)
          .replace(/\beval\b(?= ?;)/, refusing)
          .replace("new Function( 'return this;' )()", 'globalThis');
        return plain === code ? null : { code: plain, map: null };
      },
    },
  };
}

/** Pages show text as text. Preact could also set markup; without that no mistake of ours can make a page run code. */
export function noMarkupFromText(): Plugin {
  const setsMarkup = /[\w$]+\.innerHTML=[\w$]+\.__html/;
  return {
    name: 'no-markup-from-text',
    enforce: 'pre',
    transform: {
      filter: { id: /node_modules\/preact\/dist\// },
      handler(code) {
        const plain = code.replace(setsMarkup, "(() => { throw new Error('markup from text is disabled'); })()");
        return plain === code ? null : { code: plain, map: null };
      },
    },
  };
}
