package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// The size of a chart, in SVG units.
const (
	chartWidth  = 220
	chartHeight = 56
	chartMargin = 5
)

// trendChart is one watch's row count over time as an inline SVG.
type trendChart struct {
	Name, System  string
	Lines         []string // points of polylines; a period without a figure breaks the line
	Areas         []string // below the lines
	Dots          []dot
	Latest        string
	Change        string // against the period before
	Tone          string
	From, To      string // periods
	Low, High     string
	Label         string // for those who do not see the picture
	Width, Height int
}

// A dot marks one period.
type dot struct {
	X, Y  string
	Title string
	Last  bool
}

// series is a trend's figures; ok is false where nothing was measured.
type series struct {
	rows []int64
	ok   []bool
	low  int64
	high int64
}

// charts draws the trends that have at least two figures. A trend is shown under the
// titles of its run.
func (t tongue) charts(v View) []trendChart {
	var list []trendChart
	for _, trend := range v.Trends {
		s, figures := seriesOf(trend)
		if figures < 2 {
			continue
		}
		list = append(list, t.chart(v, trend, s))
	}
	return list
}

func seriesOf(trend Trend) (s series, figures int) {
	for _, p := range trend.Points {
		n, err := strconv.ParseInt(p.Rows, 10, 64)
		s.rows, s.ok = append(s.rows, n), append(s.ok, err == nil)
		if err != nil {
			continue
		}
		if figures == 0 || n < s.low {
			s.low = n
		}
		if figures == 0 || n > s.high {
			s.high = n
		}
		figures++
	}
	return s, figures
}

func (t tongue) chart(v View, trend Trend, s series) trendChart {
	c := trendChart{
		Name: trend.Title, System: trend.System, Width: chartWidth, Height: chartHeight, Tone: "pass",
		From: trend.Points[0].Period, To: trend.Points[len(trend.Points)-1].Period, Low: commas(s.low), High: commas(s.high),
	}
	if c.Name == "" {
		c.Name = trend.Watch
	}
	c.place(v, trend)
	c.draw(trend, s)
	c.compare(s)
	c.Label = t.word("trend", c.Name, c.Low, c.High)
	return c
}

// place takes the system's title and the verdict on the newest count from its run.
func (c *trendChart) place(v View, trend Trend) {
	for i := range v.Patrol.Runs {
		r := &v.Patrol.Runs[i]
		if r.System != trend.System {
			continue
		}
		c.System = systemOf(r)
		if r.Watch != trend.Watch {
			continue
		}
		for k := range r.Outcomes {
			if o := &r.Outcomes[k]; slices.Contains([]string{"row_count", "compare", "band"}, o.Kind) && (o.Verdict == "fail" || o.Verdict == "warn" && c.Tone == "pass") {
				c.Tone = o.Verdict
			}
		}
	}
}

// draw turns figures into points. The scale begins at the lowest figure less a
// margin, so that a step of a few percent can be seen.
func (c *trendChart) draw(trend Trend, s series) {
	var run []string
	flush := func() {
		if len(run) > 1 {
			c.Lines = append(c.Lines, strings.Join(run, " "))
			first, last := strings.Split(run[0], ",")[0], strings.Split(run[len(run)-1], ",")[0]
			c.Areas = append(c.Areas, fmt.Sprintf("%s,%d %s %s,%d", first, chartHeight, c.Lines[len(c.Lines)-1], last, chartHeight))
		}
		run = nil
	}
	for i := range s.rows {
		if !s.ok[i] {
			flush()
			continue
		}
		x, y := s.point(i)
		run = append(run, x+","+y)
		c.Dots = append(c.Dots, dot{X: x, Y: y, Title: trend.Points[i].Period + "  " + commas(s.rows[i]), Last: i == len(s.rows)-1})
	}
	flush()
}

func (s series) point(i int) (x, y string) {
	wide, high := float64(chartWidth-2*chartMargin), float64(chartHeight-2*chartMargin)
	across := 0.5
	if len(s.rows) > 1 {
		across = float64(i) / float64(len(s.rows)-1)
	}
	up := 0.5
	if spread := s.spread(); spread > 0 {
		up = (float64(s.rows[i]) - s.bottom()) / spread
	}
	return strconv.FormatFloat(chartMargin+across*wide, 'f', 1, 64), strconv.FormatFloat(chartMargin+(1-up)*high, 'f', 1, 64)
}

// bottom is the foot of the scale: a quarter of the figures' spread below the lowest,
// and at least a twentieth of the highest, so that noise does not fill the picture.
func (s series) bottom() float64 {
	margin := max(float64(s.high-s.low)/4, float64(s.high)/20)
	return max(float64(s.low)-margin, 0)
}

func (s series) spread() float64 { return float64(s.high) - s.bottom() }

// compare writes the newest figure and its change against the one before.
func (c *trendChart) compare(s series) {
	last := len(s.rows) - 1
	c.Latest = "—"
	if !s.ok[last] {
		return
	}
	c.Latest = commas(s.rows[last])
	for i := last - 1; i >= 0; i-- {
		if !s.ok[i] {
			continue
		}
		change := s.rows[last] - s.rows[i]
		switch {
		case change == 0:
			c.Change = "±0"
		case s.rows[i] == 0:
			c.Change = "+" + commas(change)
		default:
			c.Change = percent(change, s.rows[i])
			if change > 0 {
				c.Change = "+" + c.Change
			}
		}
		return
	}
}
