import { useEffect, useRef, useState } from 'preact/hooks';
import { roundOfAddress } from '../device/titles.ts';
import { Masthead } from '../parts/masthead.tsx';
import { Unreadable } from '../parts/unreadable.tsx';
import { Drafts } from './drafts.tsx';
import { Pausing } from './pausing.tsx';
import { Privacy } from './privacy.tsx';
import { Receipts } from './receipts.tsx';
import { RoundTexts } from './round-texts.tsx';
import { Sites } from './sites.tsx';
import { Studies } from './studies.tsx';

const sections = [
  { name: 'studies', title: 'Studies', Content: Studies },
  { name: 'drafts', title: 'Drafts', Content: Drafts },
  { name: 'receipts', title: 'Receipts', Content: Receipts },
  { name: 'privacy', title: 'Privacy', Content: Privacy },
  { name: 'sites', title: 'Sites', Content: Sites },
] as const;

/** Reached by its links only. */
const texts = { name: 'texts', title: 'Texts of a round', Content: RoundTexts } as const;

const sectionAt = (fragment: string) =>
  roundOfAddress(fragment) ? texts : (sections.find(({ name }) => fragment === `#${name}`) ?? sections[0]);

/** One section at a time, named by the address's fragment, so that links and the back button work. */
export function Home() {
  const [section, setSection] = useState(sectionAt(location.hash));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const onHashChange = () => {
      setSection(sectionAt(location.hash));
      window.scrollTo(0, 0);
      heading.current?.focus();
    };
    window.addEventListener('hashchange', onHashChange);
    return () => window.removeEventListener('hashchange', onHashChange);
  }, []);
  useEffect(() => {
    document.title = `${section.title} – Data Donor`;
  }, [section]);
  return (
    <div class="page page-home">
      <div class="home-side">
        <Masthead />
        <nav aria-label="Sections">
          <ul class="home-sections">
            {sections.map(({ name, title }) => (
              <li key={name}>
                <a href={`#${name}`} aria-current={name === section.name ? 'page' : undefined}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Pausing />
      </div>
      <main class="stack-l">
        <h1 ref={heading} tabIndex={-1}>
          {section.title}
        </h1>
        <Unreadable />
        <section.Content key={location.hash} />
      </main>
    </div>
  );
}
