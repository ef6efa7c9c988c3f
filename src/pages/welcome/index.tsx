import { showPage } from '../parts/show-page.tsx';
import { Welcome } from './welcome.tsx';

showPage('welcome_title', <Welcome />);
