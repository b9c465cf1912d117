"""Full text over very many cases: what is written (`texts`), laid down (`filling`) and asked (`asking`)."""
