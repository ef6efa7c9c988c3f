import { Glossary } from '../parts/glossary.tsx';
import { Caps } from './caps.tsx';
import { Erase } from './erase.tsx';
import { Ledger } from './ledger.tsx';

export function Privacy() {
  return (
    <>
      <p class="lead">
        Every vote gives away a little about you, even a randomised one. The ledger adds it up over all studies, so that
        many small votes cannot become much.
      </p>
      <Glossary />
      <Ledger />
      <Caps />
      <Erase />
    </>
  );
}
