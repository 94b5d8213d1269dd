package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// pick gives one of two.
func pick[T any](condition bool, one, other T) T {
	if condition {
		return one
	}
	return other
}

// plus gives a list with more items.
func plus(items []string, more ...string) []string {
	return append(slices.Clone(items), more...)
}

// kept gives the items for which something holds.
func kept(items []string, holds func(string) bool) []string {
	found := []string{}
	for _, item := range items {
		if holds(item) {
			found = append(found, item)
		}
	}
	return found
}

// each gives what is made of each item.
func each(items []string, made func(string) string) []string {
	found := []string{}
	for _, item := range items {
		found = append(found, made(item))
	}
	return found
}

// numbered gives each item behind its place.
func numbered(items []string) []string {
	found := []string{}
	for place, item := range items {
		found = append(found, strconv.Itoa(place)+item)
	}
	return found
}

// turned gives a list from its end.
func turned(items []string) []string {
	found := slices.Clone(items)
	slices.Reverse(found)
	return found
}

// rest gives a list without its first item.
func rest(items []string) []string {
	if len(items) == 0 {
		return items
	}
	return slices.Clone(items[1:])
}

// first gives the first item, or another.
func first(items []string, other string) string {
	if len(items) == 0 {
		return other
	}
	return items[0]
}

// last gives the last item, or another.
func last(items []string, other string) string {
	if len(items) == 0 {
		return other
	}
	return items[len(items)-1]
}

// found gives the first item that is not this one.
func found(items []string, other string) string {
	for _, item := range items {
		if item != other {
			return item
		}
	}
	return "nothing"
}

// added adds an item.
func added(items *[]string, item string) {
	*items = append(*items, item)
}

// held gives what a map has, or another.
func held(entries map[string]string, key, other string) string {
	if value, ok := entries[key]; ok {
		return value
	}
	return other
}

// keys gives the keys of a map, in order.
func keys(entries map[string]string) []string {
	return slices.Sorted(maps.Keys(entries))
}

// values gives the values of a map, in the order of their keys.
func values(entries map[string]string) []string {
	found := []string{}
	for _, key := range keys(entries) {
		found = append(found, entries[key])
	}
	return found
}

// merged gives the entries of two maps.
func merged(one, other map[string]string) map[string]string {
	found := map[string]string{}
	maps.Copy(found, one)
	maps.Copy(found, other)
	return found
}

// without gives a map without a key.
func without(entries map[string]string, key string) map[string]string {
	found := maps.Clone(entries)
	delete(found, key)
	return found
}

// shown gives a map as a text.
func shown(entries map[string]string) string {
	found := []string{}
	for _, key := range keys(entries) {
		found = append(found, key+"="+entries[key])
	}
	return strings.Join(found, "|")
}
