using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using MathNet.Numerics.LinearAlgebra;

namespace GradientDescent;

/// <summary>
/// A table of numbers and text that shows as a table: in a notebook, on a page and in a terminal. Immutable; numbers are aligned on the right
/// and written the same in every country, long tables leave out their middle.
/// </summary>
/// <example><c>Table.Columns(("step", steps), ("θ", thetas), ("J(θ)", losses)).WithFormat("θ", "F4")</c></example>
[TypeFormatterSource(typeof(ShownFormatterSource), PreferredMimeTypes = [ShownFormatterSource.Html, ShownFormatterSource.Text])]
public sealed partial class Table : IShown
{
    private const string DefaultFormat = "g6";

    private readonly ImmutableArray<Column> columns;
    private readonly int first;
    private readonly int last;

    private Table(ImmutableArray<Column> columns, string caption, int first, int last)
    {
        this.columns = columns;
        Caption = caption;
        this.first = first;
        this.last = last;
    }

    /// <summary>The text above the table; may be empty.</summary>
    public string Caption { get; }

    /// <summary>The number of rows, those that are left out when it is shown included.</summary>
    public int RowCount => columns[0].Values.Length;

    /// <summary>The headers, from left to right; all empty for a matrix.</summary>
    public ImmutableArray<string> Headers => [.. columns.Select(column => column.Header)];

    /// <summary>A value, as it was given.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    public object? this[int row, int column] => columns[column].Values[row];

    /// <summary>A table of named columns of equal length.</summary>
    /// <param name="columns">For instance <c>("step", steps), ("J(θ)", losses)</c>.</param>
    /// <exception cref="ArgumentException">There is no column, or the lengths differ.</exception>
    public static Table Columns(params (string Header, IEnumerable Values)[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0)
        {
            throw new ArgumentException("A table needs at least one column.", nameof(columns));
        }

        var made = columns.Select(column => new Column(column.Header, [.. column.Values.Cast<object?>()])).ToImmutableArray();
        foreach (var column in made)
        {
            if (column.Values.Length != made[0].Values.Length)
            {
                throw new ArgumentException(
                    $"Column '{column.Header}' has {column.Values.Length} values, but column '{made[0].Header}' has {made[0].Values.Length}. " +
                    "Give columns of the same length.", nameof(columns));
            }
        }

        return Whole(made);
    }

    /// <summary>A table with a row for each item and a column for each of its public properties, or tuple items.</summary>
    /// <param name="rows">For instance <c>runs.Select(run => new { run.Rate, run.Loss })</c>.</param>
    public static Table Of<T>(IEnumerable<T> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var items = rows.ToArray();
        if (typeof(T).IsPrimitive || typeof(T) == typeof(string) || typeof(T) == typeof(decimal))
        {
            return Whole([new Column("value", [.. items.Cast<object?>()])]);
        }

        var members = typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => (property.Name, Read: (Func<object, object?>)property.GetValue))
            .Concat(typeof(T).GetFields(BindingFlags.Public | BindingFlags.Instance)
                .Select(field => (field.Name, Read: (Func<object, object?>)field.GetValue)))
            .ToArray();
        return members.Length > 0
            ? Whole([.. members.Select(member => new Column(member.Name, [.. items.Select(item => item is null ? null : member.Read(item))]))])
            : throw new ArgumentException($"{typeof(T).Name} has no public properties to make columns of.", nameof(rows));
    }

    /// <summary>A matrix, without headers unless they are given.</summary>
    /// <param name="matrix">Any MathNet matrix.</param>
    /// <param name="headers">One per column of the matrix, or none.</param>
    public static Table Of(Matrix<double> matrix, params string[] headers)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        var table = Whole([.. matrix.EnumerateColumns().Select(column => new Column("", [.. column.Cast<object>()]))]);
        return headers.Length > 0 ? table.WithHeaders(headers) : table;
    }

    /// <summary>A matrix given as an array, rows first, without headers unless they are given.</summary>
    /// <param name="matrix">The numbers.</param>
    /// <param name="headers">One per column of the matrix, or none.</param>
    public static Table Of(double[,] matrix, params string[] headers) => Of(Matrix<double>.Build.DenseOfArray(matrix), headers);

    /// <summary>A vector as a column.</summary>
    /// <param name="vector">Any MathNet vector.</param>
    /// <param name="header">The header; none if empty.</param>
    public static Table Of(Vector<double> vector, string header = "")
    {
        ArgumentNullException.ThrowIfNull(vector);
        return Whole([new Column(header, [.. vector.Cast<object>()])]);
    }

    /// <summary>The same table with other headers, one for each column.</summary>
    /// <exception cref="ArgumentException">The number of headers is not the number of columns.</exception>
    public Table WithHeaders(params string[] headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return headers.Length == columns.Length
            ? With([.. columns.Zip(headers, (column, header) => column with { Header = header })])
            : throw new ArgumentException($"The table has {columns.Length} columns, but {headers.Length} headers were given.", nameof(headers));
    }

    /// <summary>The same table with a text above it.</summary>
    public Table WithCaption(string caption)
    {
        ArgumentNullException.ThrowIfNull(caption);
        return new Table(columns, caption, first, last);
    }

    /// <summary>
    /// The same table with its real numbers written in a .NET format such as <c>F4</c> or <c>0.00e+0</c>; columns of whole numbers, which
    /// count or name something, stay as they are.
    /// </summary>
    public Table WithFormat(string format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        return With([.. columns.Select(column => column.IsWhole ? column : column with { Format = format })]);
    }

    /// <summary>The same table with the numbers of one column written in a .NET format such as <c>F4</c>.</summary>
    /// <param name="header">The column.</param>
    /// <param name="format">The format.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table WithFormat(string header, string format)
    {
        ArgumentException.ThrowIfNullOrEmpty(format);
        return columns.Any(column => column.Header == header)
            ? With([.. columns.Select(column => column.Header == header ? column with { Format = format } : column)])
            : throw new ArgumentException($"There is no column '{header}'; there are {string.Join(", ", Headers.Select(h => $"'{h}'"))}.", nameof(header));
    }

    /// <summary>The same table showing so many rows from its beginning and its end; as given, ten and five of more than twenty.</summary>
    public Table Showing(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfNegative(last);
        return new Table(columns, Caption, first, last);
    }

    /// <summary>The same table showing every row.</summary>
    public Table ShowingAll() => Showing(RowCount, 0);

    /// <summary>The table as a fragment of HTML that is legible on light and on dark pages.</summary>
    public string ToHtml()
    {
        const string Line = "1px solid rgba(128,128,128,.35)", Inset = "clamp(.35em,1.4vw,.8em)";
        var html = new StringBuilder("<div style=\"max-width:100%;margin:.5em 0\">");
        var label = "";
        if (Caption.Length > 0)
        {
            // Above the part that scrolls, not a caption of the table: on a telephone that would be as wide as the table, and cut off.
            var caption = WebUtility.HtmlEncode(Caption);
            html.Append("<div style=\"font-weight:600;padding:.2em 0\" aria-hidden=\"true\">").Append(caption).Append("</div>");
            label = $" aria-label=\"{caption}\"";
        }

        html.Append("<div class=\"gd-table\" style=\"overflow-x:auto\"><table").Append(label)
            .Append(" style=\"border-collapse:collapse;font-variant-numeric:tabular-nums;background:transparent;color:inherit;width:auto\">");

        if (HasHeaders)
        {
            html.Append("<thead><tr style=\"background:transparent\">");
            foreach (var column in columns)
            {
                html.Append($"<th scope=\"col\" style=\"text-align:{column.Side};padding:.25em {Inset};border-bottom:2px solid rgba(128,128,128,.6)\">")
                    .Append(WebUtility.HtmlEncode(column.Header)).Append("</th>");
            }

            html.Append("</tr></thead>");
        }

        html.Append("<tbody>");
        foreach (var row in ShownRows())
        {
            html.Append("<tr style=\"background:transparent\">");
            if (row is null)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td colspan=\"{columns.Length}\" style=\"text-align:left;padding:.2em {Inset};border-bottom:{Line}\">")
                    .Append(WebUtility.HtmlEncode(Omission())).Append("</td>");
            }
            else
            {
                foreach (var column in columns)
                {
                    html.Append($"<td style=\"text-align:{column.Side};{(column.IsNumeric ? "white-space:nowrap;" : "")}padding:.2em {Inset};border-bottom:{Line}\">")
                        .Append(WebUtility.HtmlEncode(column.TextOf(row.Value))).Append("</td>");
                }
            }

            html.Append("</tr>");
        }

        return html.Append("</tbody></table></div></div>").ToString();
    }

    /// <summary>The table as lines of text, its columns aligned.</summary>
    public override string ToString()
    {
        var rows = ShownRows().ToArray();
        var cells = columns.Select(column => rows.Select(row => row is { } index ? column.TextOf(index) : null).ToArray()).ToArray();
        var widths = columns.Select((column, j) =>
            cells[j].OfType<string>().Append(HasHeaders ? column.Header : "").Max(Width)).ToArray();
        var text = new StringBuilder();
        if (Caption.Length > 0)
        {
            text.Append(Caption).Append('\n');
        }

        if (HasHeaders)
        {
            AppendLine(j => columns[j].Header);
            text.AppendJoin("  ", widths.Select(width => new string('─', width))).Append('\n');
        }

        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i] is null)
            {
                text.Append(Omission()).Append('\n');
            }
            else
            {
                AppendLine(j => cells[j][i]!);
            }
        }

        return text.ToString().TrimEnd('\n');

        void AppendLine(Func<int, string> cell)
        {
            var line = columns.Select((column, j) =>
            {
                var padding = new string(' ', widths[j] - Width(cell(j)));
                return column.IsNumeric ? padding + cell(j) : cell(j) + padding;
            });
            text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
        }
    }

    string IShown.ToText() => ToString();

    /// <summary>What a reader sees as characters: combining marks take no room.</summary>
    private static int Width(string text) => new StringInfo(text).LengthInTextElements;

    private static Table Whole(ImmutableArray<Column> columns)
    {
        var rows = columns[0].Values.Length;
        return new Table(columns, "", rows > 20 ? 10 : rows, rows > 20 ? 5 : 0);
    }

    private Table With(ImmutableArray<Column> changed) => new(changed, Caption, first, last);

    private bool HasHeaders => columns.Any(column => column.Header.Length > 0);

    /// <summary>The rows to show; null stands for those left out.</summary>
    private IEnumerable<int?> ShownRows()
    {
        // "One more row" would take as much room as the row.
        if (first + last + 1 >= RowCount)
        {
            return Enumerable.Range(0, RowCount).Select(row => (int?)row);
        }

        return Enumerable.Range(0, first).Select(row => (int?)row)
            .Append(null)
            .Concat(Enumerable.Range(RowCount - last, last).Select(row => (int?)row));
    }

    private string Omission() => string.Create(CultureInfo.InvariantCulture, $"… {RowCount - first - last} more rows …");

    private sealed record Column(string Header, ImmutableArray<object?> Values, string Format = DefaultFormat)
    {
        public bool IsNumeric { get; } = All(Values, IsNumber);

        public bool IsWhole { get; } = All(Values, IsInteger);

        public string Side => IsNumeric ? "right" : "left";

        public string TextOf(int row) => TextOf(Values[row]);

        private static bool All(ImmutableArray<object?> values, Func<object, bool> are) =>
            values.Any(value => value is not null) && values.All(value => value is null || are(value));

        private static bool IsNumber(object value) => value is double or float or decimal || IsInteger(value);

        private static bool IsInteger(object value) => value is int or long or short or byte or uint or ulong or ushort or sbyte;

        private string TextOf(object? value) => value switch
        {
            null => "",
            string text => text,
            double.PositiveInfinity => "∞",
            double.NegativeInfinity => "-∞",
            // Six significant digits are for real numbers; a count is written out.
            IFormattable whole when IsInteger(value) && Format == DefaultFormat => whole.ToString(null, CultureInfo.InvariantCulture),
            IFormattable number when IsNumber(value) => number.ToString(Format, CultureInfo.InvariantCulture),
            IEnumerable<double> vector => "(" + string.Join(", ", vector.Select(item => TextOf(item))) + ")",
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
    }
}
