namespace GradientDescent;

public static partial class Plot
{
    private const double LineOfText = 19;

    /// <summary>As many letters as fit beside each other in a box on a phone, with air on both sides.</summary>
    private const int LongestQuestionLine = 15;
    private const int LongestAdviceLine = 17;
    private const int LongestLastLine = 36;

    /// <summary>
    /// A flow chart of questions, asked from top to bottom: a yes leads to the advice beside the question, a no to the next question. Its text
    /// alternative says the same in sentences.
    /// </summary>
    /// <param name="questions">For instance <c>("Just a prototype?", "Adam, rate 0.001")</c>.</param>
    /// <param name="otherwise">What remains to do when every answer was no.</param>
    public static Figure Decisions(IReadOnlyList<(string Question, string Advice)> questions, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(questions);
        ArgumentException.ThrowIfNullOrWhiteSpace(otherwise);
        RequireSome(questions, "question");
        // Across: 0 to 1. Down: pixels, so that boxes are as high as their text at every width.
        const double QuestionRight = 0.38, AdviceLeft = 0.5, Gap = 34;
        var (shapes, annotations, top) = (new List<object>(), new List<object>(), 0.0);
        for (var i = 0; i < questions.Count; i++)
        {
            var (question, advice) = (Lines(questions[i].Question, LongestQuestionLine), Lines(questions[i].Advice, LongestAdviceLine));
            var height = (Math.Max(question.Length, advice.Length) * LineOfText) + 18;
            var middle = top + (height / 2);
            AddBox(0, QuestionRight, top, height, question, Palette.Blue, "39,112,195");
            AddBox(AdviceLeft, 1, top, height, advice, Palette.Green, "0,163,119");
            AddArrow((QuestionRight, middle), (AdviceLeft, middle), "yes", (0, -10));
            AddArrow((QuestionRight / 2, top + height), (QuestionRight / 2, top + height + Gap), "no", (16, 0));
            top += height + Gap;
        }

        var last = Lines(otherwise, LongestLastLine);
        var lastHeight = (last.Length * LineOfText) + 18;
        AddBox(0, 1, top, lastHeight, last, Palette.Vermilion, "255,42,27");
        top += lastHeight;
        return Figure.Of(
            [new { type = "scatter", mode = "markers", x = new[] { 0.0, 1 }, y = new[] { 0, top }, marker = new { opacity = 0 }, hoverinfo = "skip" }],
            new
            {
                height = (int)Math.Ceiling(top) + 8,
                margin = new { l = 2, r = 2, t = 4, b = 4 },
                xaxis = new { visible = false, range = new[] { 0, 1 }, fixedrange = true },
                yaxis = new { visible = false, range = new[] { top, 0 }, fixedrange = true },
                showlegend = false,
                shapes,
                annotations,
            },
            string.Join(" ", questions.Select(one => $"{one.Question} If yes: {one.Advice.TrimEnd('.')}. If no:")) + $" {otherwise}");

        void AddBox(double left, double right, double from, double height, string[] lines, string colour, string rgb)
        {
            shapes.Add(new
            {
                type = "rect",
                x0 = left,
                x1 = right,
                y0 = from,
                y1 = from + height,
                fillcolor = $"rgba({rgb},0.13)",
                line = new { color = colour, width = 2 },
                layer = "below",
            });
            annotations.Add(new { x = (left + right) / 2, y = from + (height / 2), text = string.Join("<br>", lines), showarrow = false, font = new { size = 12 } });
        }

        void AddArrow((double X, double Y) from, (double X, double Y) to, string label, (int X, int Y) shift)
        {
            annotations.Add(new
            {
                x = to.X,
                y = to.Y,
                ax = from.X,
                ay = from.Y,
                axref = "x",
                ayref = "y",
                text = "",
                showarrow = true,
                arrowhead = 2,
                arrowwidth = 2,
                arrowcolor = Palette.Grey,
            });
            annotations.Add(new { x = (from.X + to.X) / 2, y = (from.Y + to.Y) / 2, xshift = shift.X, yshift = -shift.Y, text = label, showarrow = false, font = new { size = 12 } });
        }
    }

    private static string[] Lines(string text, int longest)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > longest)
            {
                lines.Add(word);
            }
            else
            {
                lines[^1] += (lines[^1].Length > 0 ? " " : "") + word;
            }
        }

        return [.. lines];
    }
}
