import { showPage } from '../parts/show-page.tsx';
import { Home } from './home.tsx';

showPage('home_title', <Home />);
