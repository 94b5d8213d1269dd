"""What the writers of TypeScript share: its literals, and the layout that Prettier leaves."""
