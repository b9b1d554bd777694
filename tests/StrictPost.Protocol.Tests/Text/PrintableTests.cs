using System.Text;
using CsCheck;
using StrictPost.Protocol.Tests.Properties;
using StrictPost.Protocol.Text;

namespace StrictPost.Protocol.Tests.Text;

public sealed class PrintableTests
{
    [Fact]
    public void Escape_AnyText_HoldsNothingThatMovesACursor() => Generators.AnyText.Sample(
        text => Assert.All(Printable.Escape(text).EnumerateRunes(), rune => Assert.False(
            Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator)),
        iter: 2_000);

    [Theory]
    [InlineData("Grüße, 你好 🙂", "Grüße, 你好 🙂")]
    [InlineData("\x1b[31mred", @"\u{1b}[31mred")]
    [InlineData("a\r\nb", @"a\u{d}\u{a}b")]
    [InlineData("evil\u202Etxt", @"evil\u{202e}txt")]
    [InlineData("tag\U000E0041", @"tag\u{e0041}")]
    public void Escape_Text_ShowsWhatCannotBeSeen(string text, string shown) => Assert.Equal(shown, Printable.Escape(text));

    [Fact]
    public void Escape_HalfACharacter_IsShownAsCode() =>
        Assert.Equal(@"a\u{d83d}b\u{de42}", Printable.Escape(new string(['a', '\uD83D', 'b', '\uDE42'])));

    [Theory]
    [InlineData('_', "`_`")]
    [InlineData(' ', "a blank")]
    [InlineData('\t', "a tab")]
    [InlineData('\u200B', "the character U+200B")]
    public void Describe_Character_IsReadable(char c, string words) => Assert.Equal(words, Printable.Describe(c));

    [Fact]
    public void Describe_HalfACharacter_IsNamedByItsCode() => Assert.Equal("the character U+D83D", Printable.Describe('\uD83D'));
}
