package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jmoiron/sqlx"
)

// A ClaimRequest asks for the next attempt at a run.
type ClaimRequest struct {
	Run   Run
	Owner string // host and process, for people
	Now   time.Time
	Lease time.Duration
	Again bool // also if the run is finished; one that waits for its delivery is taken anyway
	// Dead tells that an owner is known to be gone, so that its lease need not be waited
	// for; nil: nobody is known to be.
	Dead func(owner string) bool
}

// A Claimed answers a ClaimRequest: the attempt, or why there is none, which is ErrHeld or
// ErrFinished.
type Claimed struct {
	Attempt *Attempt
	Err     error
}

type attemptRow struct {
	System     string `db:"system"`
	Watch      string `db:"watch"`
	Aspect     string `db:"aspect"`
	Period     string `db:"period"`
	ID         int64  `db:"id"`
	Attempt    int    `db:"attempt"`
	State      string `db:"state"`
	Owner      string `db:"owner"`
	LeaseUntil int64  `db:"lease_until"`
	Waiting    int64  `db:"waiting"`
}

// Claim takes a run. Exactly one of several processes gets it; the others get
// ErrHeld or ErrFinished. An attempt whose lease ran out is abandoned first.
func (s *Store) Claim(ctx context.Context, request ClaimRequest) (*Attempt, error) {
	claimed, err := s.ClaimAll(ctx, []ClaimRequest{request})
	if err != nil {
		return nil, err
	}
	return claimed[0].Attempt, claimed[0].Err
}

// ClaimAll takes several runs, none of them twice, as Claim takes each, and answers in their
// order. On an error none is taken.
func (s *Store) ClaimAll(ctx context.Context, requests []ClaimRequest) ([]Claimed, error) {
	var claimed []Claimed
	err := s.inTx(ctx, func(tx *sqlx.Tx) (err error) {
		claimed, err = s.claimAll(ctx, tx, requests)
		return err
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

// claimedAtOnce keeps a statement below the servers' limits of bind values.
const claimedAtOnce = 50

func (s *Store) claimAll(ctx context.Context, tx *sqlx.Tx, requests []ClaimRequest) ([]Claimed, error) {
	next, err := nextID(ctx, tx, "attempts")
	if err != nil {
		return nil, err
	}
	claimed := make([]Claimed, 0, len(requests))
	for batch := range slices.Chunk(requests, claimedAtOnce) {
		before, err := attemptsAt(ctx, tx, batch)
		if err != nil {
			return nil, err
		}
		var args []any
		var gone []int64
		for _, request := range batch {
			a, left, err := s.claim(request, before[request.Run.RunKey])
			claimed, gone = append(claimed, Claimed{a, err}), append(gone, left...)
			if err != nil {
				continue
			}
			a.id, next = next, next+1
			if args, err = a.row(args, request.Now); err != nil {
				return nil, err
			}
		}
		if err := errors.Join(end(ctx, tx, gone, Abandoned, batch[0].Now), insertAttempts(ctx, tx, args)); err != nil {
			return nil, err
		}
	}
	return claimed, nil
}

// attemptsAt gives the attempts at the runs that are asked for, oldest first.
func attemptsAt(ctx context.Context, tx *sqlx.Tx, requests []ClaimRequest) (map[RunKey][]attemptRow, error) {
	args := make([]any, 0, 4*len(requests))
	for _, r := range requests {
		args = append(args, r.Run.System, r.Run.Watch, r.Run.Aspect, r.Run.Period)
	}
	rows, err := query[attemptRow](ctx, tx, `SELECT system, watch, aspect, period, id, attempt, state, owner, lease_until, waiting FROM attempts
		WHERE (system, watch, aspect, period) IN (VALUES `+places(len(requests), 4)+`) ORDER BY attempt`, args...)
	byRun := map[RunKey][]attemptRow{}
	for _, r := range rows {
		key := RunKey{System: r.System, Watch: r.Watch, Aspect: r.Aspect, Period: r.Period}
		byRun[key] = append(byRun[key], r)
	}
	return byRun, err
}

// claim makes the next attempt at a run, without a number of its own yet, or says why
// there is to be none; and it gives the attempts that their owners left.
func (s *Store) claim(request ClaimRequest, before []attemptRow) (a *Attempt, left []int64, err error) {
	a = &Attempt{store: s, run: request.Run, owner: request.Owner, lease: request.Lease}
	a.run.Attempt = 1
	finished := false
	for _, r := range before {
		a.run.Attempt = r.Attempt + 1
		switch {
		case r.State == string(Finished):
			finished = r.Waiting == 0
		case r.State == string(Running) && r.LeaseUntil > micros(request.Now) && (request.Dead == nil || !request.Dead(r.Owner)):
			return nil, left, fmt.Errorf("%s: %w (%s, until %s)", a.run.RunKey, ErrHeld, r.Owner, timeOf(r.LeaseUntil).Format(time.RFC3339))
		case r.State == string(Running):
			left = append(left, r.ID)
		}
	}
	if finished && !request.Again {
		return nil, left, fmt.Errorf("%s: %w", a.run.RunKey, ErrFinished)
	}
	a.run.State, a.run.Outcomes = Running, nil
	if a.run.Attempt == 1 { // nothing is repeated
		a.run.Reason, a.run.Actor = "", ""
	}
	return a, left, nil
}

const attemptColumns = "id, system, watch, aspect, period, period_start, attempt, patrol_id, state, owner, lease_until, started, finished, record"

// row adds the values of the attempt's columns.
func (a *Attempt) row(to []any, now time.Time) ([]any, error) {
	record, err := json.Marshal(a.run)
	return append(to, a.id, a.run.System, a.run.Watch, a.run.Aspect, a.run.Period, micros(a.run.PeriodStart), a.run.Attempt, a.run.PatrolID,
		string(Running), a.owner, micros(now.Add(a.lease)), micros(a.run.Started), 0, string(record)), err
}

func insertAttempts(ctx context.Context, tx *sqlx.Tx, args []any) error {
	if len(args) == 0 {
		return nil
	}
	columns := strings.Count(attemptColumns, ",") + 1
	_, err := exec(ctx, tx, "INSERT INTO attempts ("+attemptColumns+") VALUES "+places(len(args)/columns, columns), args...)
	return err
}

// places writes the places of bind values: (?, ?), (?, ?).
func places(rows, columns int) string {
	row := "(" + strings.TrimSuffix(strings.Repeat("?, ", columns), ", ") + "), "
	return strings.TrimSuffix(strings.Repeat(row, rows), ", ")
}
