package exchange

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// A node is one map of a document while it is read: what is taken is removed, and rest
// names what nobody took.
type node struct {
	fields map[string]any
	path   string // with a dot at its end; empty for the document
	lost   *[]string
}

// peek gives a scalar without taking it; empty if there is none.
func (n *node) peek(key string) string {
	switch value := n.fields[key].(type) {
	case nil, map[string]any, []any:
		return ""
	default:
		return fmt.Sprint(value)
	}
}

// text takes a scalar.
func (n *node) text(key string) string {
	value := n.peek(key)
	if value != "" {
		delete(n.fields, key)
	}
	return value
}

// number takes a whole number; 0 if there is none.
func (n *node) number(key string) int {
	value, err := strconv.Atoi(n.peek(key))
	if err != nil {
		return 0
	}
	delete(n.fields, key)
	return value
}

// child takes a map; nil if there is none.
func (n *node) child(key string) *node {
	fields, ok := n.fields[key].(map[string]any)
	if !ok {
		return nil
	}
	delete(n.fields, key)
	return &node{fields, n.path + key + ".", n.lost}
}

// list takes a list of maps. Items that are none are named as lost.
func (n *node) list(key string) []*node {
	items, ok := n.fields[key].([]any)
	if !ok {
		return nil
	}
	delete(n.fields, key)
	var nodes []*node
	for i, item := range items {
		path := fmt.Sprintf("%s%s[%d]", n.path, key, i)
		fields, ok := item.(map[string]any)
		if !ok {
			*n.lost = append(*n.lost, path)
			continue
		}
		nodes = append(nodes, &node{fields, path + ".", n.lost})
	}
	return nodes
}

// customs takes the custom properties that are ours.
func (n *node) customs() map[string]string {
	kept := map[string]string{}
	for _, p := range n.list("customProperties") {
		switch name := p.peek("property"); name {
		case propDirection, propCounterparty, propMayBeEmpty, propType, propLength, propRange, propCode, propCodeOn:
			kept[name] = p.text("value")
			p.ignore("property")
		}
		p.rest()
	}
	return kept
}

// ignore takes what says nothing that a contract would say.
func (n *node) ignore(keys ...string) {
	for _, key := range keys {
		delete(n.fields, key)
	}
}

// rest names what was not taken.
func (n *node) rest() {
	for _, key := range slices.Sorted(maps.Keys(n.fields)) {
		*n.lost = append(*n.lost, n.path+key)
	}
}
