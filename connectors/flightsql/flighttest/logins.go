package flighttest

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Logins are the accounts of a server.
type Logins struct {
	mu       sync.Mutex
	accounts map[string]*account
	tokens   map[string]string // to the name of the account
}

type account struct {
	password string
	barred   func(statement string) bool
}

// Add makes an account that may not run the statements that are barred; nil bars none.
func (l *Logins) Add(user, password string, barred func(statement string) bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.accounts == nil {
		l.accounts, l.tokens = map[string]*account{}, map[string]string{}
	}
	l.accounts[user] = &account{password, barred}
}

// SetPassword changes a password; tokens stay good.
func (l *Logins) SetPassword(user, password string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.accounts[user].password = password
}

// Expire makes every token that was given void.
func (l *Logins) Expire() {
	l.mu.Lock()
	defer l.mu.Unlock()
	clear(l.tokens)
}

// Given is how many tokens are good.
func (l *Logins) Given() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.tokens)
}

// Validate implements flight.BasicAuthValidator. Like many servers it gives a wrong
// password no status of its own.
func (l *Logins) Validate(user, password string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.accounts[user]
	if a == nil || a.password != password {
		return "", errors.New("wrong password for " + user)
	}
	token := user + "-" + strconv.Itoa(len(l.tokens)+1)
	l.tokens[token] = user
	return token, nil
}

// IsValid implements flight.BasicAuthValidator.
func (l *Logins) IsValid(token string) (any, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	user, ok := l.tokens[token]
	if !ok {
		return nil, status.Error(codes.Unauthenticated, "unknown token")
	}
	return user, nil
}

func (l *Logins) mayRead(identity any, statement string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	user, _ := identity.(string)
	a := l.accounts[strings.TrimSpace(user)]
	return a != nil && (a.barred == nil || !a.barred(statement))
}
