// Package httpapi reads a JSON or XML service over HTTP as a source.
//
// It owns the making of one call (GET or POST below one base URL), what may go wrong
// on the way, and the reading of JSON by dotted paths: "data.items.0.name" is the name
// of the first of the items; "." is the value itself. Call.Rows leads to the list of
// rows, each element of which is a row; without it a body that is a list is the rows,
// and any other is one row. A path that leads nowhere is null. Numbers are exact: they
// go to the contract's type as the digits that were sent. A key with a dot in it cannot
// be named.
//
// Of an XML answer the rows are the elements at a path from the root on, without their
// namespaces; an element with attributes or children has members ("@id", "name"), any
// other is its text. A fault of SOAP is an error with its code.
//
// A login fetches a token, which is held for its life and fetched anew if the service has
// forgotten it; a signature is made of a declared canonical string of each call; a client's
// certificate is shown to a service that wants one. A call never names another person than
// the test identity.
//
// Options of the source:
//
//	proxy   URL of a proxy; the environment's proxy settings are never used
//	health  path that a connect probe asks for; default: the base URL
//
// TLS: empty or "verify" checks the certificate, against CAFile if there is one;
// "require" encrypts without a check; "off" is for http only.
//
// It refuses to follow redirects (a token must not travel to another host), to read
// more than Limits.MaxBodyBytes, to filter, and to call again once the service has
// refused the credentials. Of the limits those of rows and bytes a second do not apply.
// Tokens, headers, query values and bodies never stand in an error; of an answer's text
// nothing does.
package httpapi
