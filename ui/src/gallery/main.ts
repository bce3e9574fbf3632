import { mount } from 'svelte';
import '../design/index.css';
import { useLocale } from '../format/locale';
import Gallery from './Gallery.svelte';

const wanted = new URLSearchParams(location.search);
const theme = wanted.get('theme');
if (theme) document.documentElement.dataset.theme = theme;
useLocale(navigator.languages);
mount(Gallery, { target: document.getElementById('app')!, props: { page: wanted.get('page') ?? 'states', variant: wanted.get('variant') ?? '' } });
