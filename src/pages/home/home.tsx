import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../../language/say.ts';
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
  { name: 'studies', title: 'home_studies', Content: Studies },
  { name: 'drafts', title: 'home_drafts', Content: Drafts },
  { name: 'receipts', title: 'home_receipts', Content: Receipts },
  { name: 'privacy', title: 'home_privacy', Content: Privacy },
  { name: 'sites', title: 'home_sites', Content: Sites },
] as const;

/** Reached by its links only. */
const texts = { name: 'texts', title: 'home_texts', Content: RoundTexts } as const;

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
    document.title = say('home_section_title', { section: say(section.title), name: say('extension_name') });
  }, [section]);
  return (
    <div class="page page-home">
      <div class="home-side">
        <Masthead />
        <nav aria-label={say('home_sections')}>
          <ul class="home-sections">
            {sections.map(({ name, title }) => (
              <li key={name}>
                <a href={`#${name}`} aria-current={name === section.name ? 'page' : undefined}>
                  {say(title)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <Pausing />
      </div>
      <main class="stack-l">
        <h1 ref={heading} tabIndex={-1}>
          {say(section.title)}
        </h1>
        <Unreadable />
        <section.Content key={location.hash} />
      </main>
    </div>
  );
}
